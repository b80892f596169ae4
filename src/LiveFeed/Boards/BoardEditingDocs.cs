using LiveFeed.Access;
using LiveFeed.Http;
using LiveFeed.Http.Docs;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace LiveFeed.Boards;

/// <summary>The changes of boards, described.</summary>
internal static class BoardEditingDocs
{
    internal static EndpointDoc Save { get; } = new("Save a board", """
        Makes or replaces the board's file, when the schema has nothing against it. The pages that show it have it within a second.
        `If-Match` with the `ETag` that it had when it was read keeps two who edit it from taking back what the other did;
        `If-None-Match: *` makes a new board only. Without them whatever is there is replaced.
        """)
    {
        Parameters = [BoardDocs.Name, IfMatch, IfNoneMatch],
        Bodies = [new BodyDoc(BodyDoc.Json, typeof(IReadOnlyDictionary<string, object>), new ExampleDoc("board", "A chart and a list", BoardDocs.Board))],
        Answers =
        [
            new(204, "It is saved.") { Headers = [new HeaderDoc("ETag", "For the next change.", "\"5d41402abc4b2a76b9719d911017c592\"")] },
            AnswerDoc.Problem(
                "The body is no JSON, or a header cannot be read.",
                BoardEditing.FaultsOf("{"u8)!,
                new BoardPrecondition(new HeaderDictionary { [HeaderNames.IfMatch] = "x" }).Refuse("shop", [])!),
            AccessDocs.NoCredentials,
            AccessDocs.MayNotEnd,
            NotWritable,
            Changed,
            AnswerDoc.Problem("The board is larger than 4 MiB.", FeedProblem.At(ProblemKind.TooLarge, "", "The body may have at most 4194304 bytes (of a board).")),
            AnswerDoc.Problem("The body is something else than JSON.", BoardEditing.NoJson),
            AnswerDoc.Problem(
                "The schema has something against it, or no board can have this name. `errors` say where, and with line and column.",
                BoardEditing.FaultsOf("""{"title":"Shop","tiles":[{"type":"clock","widht":4}]}"""u8)!,
                BoardEditing.NoName),
            AccessDocs.AuthorityAway,
        ],
    };

    internal static EndpointDoc Remove { get; } = new("Remove a board", "Deletes the board's file. Pages that show it go on until they are left, and say so.")
    {
        Parameters = [BoardDocs.Name, IfMatch],
        Answers =
        [
            new(204, "It is removed."),
            AnswerDoc.Problem(
                "A header cannot be read.",
                new BoardPrecondition(new HeaderDictionary { [HeaderNames.IfMatch] = "x" }).Refuse("shop", [])!),
            AccessDocs.NoCredentials,
            AccessDocs.MayNotEnd,
            AnswerDoc.Problem("There is no such board.", BoardEndpoints.NoSuchBoard("shop")),
            NotWritable,
            Changed,
            AccessDocs.AuthorityAway,
        ],
    };

    private static ParameterDoc IfMatch => new("If-Match", "The `ETag` that the board had when it was read; when it has another now, nothing is changed.")
    {
        Place = ParameterPlace.Header,
    };

    private static ParameterDoc IfNoneMatch => new("If-None-Match", "`*`: nothing is changed when there is a board of this name.")
    {
        Place = ParameterPlace.Header,
    };

    private static AnswerDoc NotWritable => AnswerDoc.Problem(
        "The service may not write into the folder of boards, or it is full.",
        BoardWriter.NotWritable("Read-only file system : '/app/dashboards/shop.json.saving'"));

    private static AnswerDoc Changed => AnswerDoc.Problem(
        "The condition in the headers does not hold.", new FeedProblem(ProblemKind.Changed, "The board 'shop' was changed since it was read."));
}
