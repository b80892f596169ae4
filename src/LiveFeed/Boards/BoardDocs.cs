using LiveFeed.Http;
using LiveFeed.Http.Docs;

namespace LiveFeed.Boards;

/// <summary>The boards, described.</summary>
internal static class BoardDocs
{
    private const string Html = "text/html";

    internal const string Board = """
        {"title":"Shop","description":"Orders of the last quarter of an hour","window":"00:15:00",
         "tiles":[{"type":"line","title":"Response time","topics":["web/*/latency"],"unit":"ms"},
                  {"type":"events","title":"Orders","topics":["orders/**"],"limit":100}]}
        """;

    internal static GroupDoc Group { get; } = new("Boards", "The dashboards: the page, which is the same for all, and what it shows.");

    internal static EndpointDoc Page { get; } = new("The page, with the first board", "For browsers.")
    {
        Answers = [new(200, "The page.", PageBody), NotBuilt],
    };

    internal static EndpointDoc Explore { get; } = new(
        "The page of all topics", "For browsers: the topics with their rates and last values, a chart that fits the chosen one, and its events as they come.")
    {
        Parameters =
        [
            new("topic", "The topic or pattern to show; without it, the first that an event comes to.") { MaxLength = 512, Example = "demo/temperature" },
        ],
        Answers = [new(200, "The page.", PageBody), NotBuilt],
    };

    internal static EndpointDoc List { get; } = new("List boards", """
        The board files there are, also broken ones. When one is saved, made or removed, an ephemeral `board.changed` (`name`, `removed`,
        `error`) at `system/boards` says so, which everyone may follow. `Allow` says whether whoever asks may make one.
        """)
    {
        Answers =
        [
            new(200, "The boards: `host` first, then by name.", new BodyDoc(
                BodyDoc.Json, typeof(IReadOnlyList<BoardInfo>), new ExampleDoc("boards", "A board, and a file that is none", """
                    [{"name":"host","title":"Host","description":"This machine, live","error":null},
                     {"name":"shop","title":"shop","description":null,"error":"Line 4, column 29: tiles[0].widht is not a field here; is width meant?"}]
                    """)))
            {
                Headers = [new HeaderDoc("Allow", "`PUT` is among them for who may make boards.", "GET, PUT")],
            },
        ],
    };

    internal static EndpointDoc Show { get; } = new("The page, with this board", "For browsers.")
    {
        Parameters = [Name],
        Answers =
        [
            new(200, "The page.", PageBody),
            new(404, "There is no such board. This is the page too, which says so and looks again by itself.", PageBody),
            NotBuilt,
        ],
    };

    internal static EndpointDoc Read { get; } = new("Read a board", """
        The board's file as it is. While it is broken, the last version that was not, and `Board-Error` says what is wrong. `ETag`
        is for `If-Match` of who changes it, and `Allow` says whether whoever asks may, also where there is no such board yet.
        """)
    {
        Parameters = [Name],
        Answers =
        [
            new(200, "The board.", new BodyDoc(
                BodyDoc.Json, typeof(IReadOnlyDictionary<string, object>), new ExampleDoc("board", "A chart and a list", Board)))
            {
                Headers =
                [
                    new HeaderDoc(
                        BoardEndpoints.ErrorHeader,
                        "What is wrong with the file, percent-encoded; without it nothing is.",
                        "Line%203%2C%20column%205%3A%20tiles%5B0%5D.width%20must%20be%20a%20whole%20number"),
                    new HeaderDoc("ETag", "Of what is answered.", "\"5d41402abc4b2a76b9719d911017c592\""),
                    new HeaderDoc("Allow", "The methods that whoever asks may use here.", "GET, PUT, DELETE"),
                ],
            },
            AnswerDoc.Problem("There is no such board.", new FeedProblem(ProblemKind.NotFound, "There is no board 'shop'.")),
            AnswerDoc.Problem("The file is not well-formed JSON, or no JSON object, and was none since the start.", new FeedProblem(
                ProblemKind.Invalid, "shop.json: Line 3, column 5: '}' is invalid without a matching open.")),
        ],
    };

    internal static EndpointDoc Schema { get; } = new("Read the schema of boards", """
        A JSON Schema by which editors complete board files (`"$schema": "http://localhost:5080/boards/board.schema.json"`), and by
        which they are checked.
        """)
    {
        Answers =
        [
            new(200, "The schema.", new BodyDoc(
                BodyDoc.Json, typeof(IReadOnlyDictionary<string, object>), new ExampleDoc(
                    "schema", "Its beginning", """{"$schema":"https://json-schema.org/draft/2020-12/schema","title":"A LiveFeed board","type":"object"}"""))),
        ],
    };

    internal static ParameterDoc Name => new("name", "The name of its file without `.json`: letters, digits, `_` and `-`.")
    {
        Place = ParameterPlace.Path,
        MaxLength = 100,
        Example = "host",
    };

    private static BodyDoc PageBody => new(Html, typeof(string), new ExampleDoc("page", "The beginning of the page", "<!doctype html>\n<html lang=\"en\">"));

    private static AnswerDoc NotBuilt => new(503, "The page is not built yet.", new BodyDoc(
        BodyDoc.Text, typeof(string), new ExampleDoc("not-built", "What to do", "The page is not built yet. Run: make build\n")));
}
