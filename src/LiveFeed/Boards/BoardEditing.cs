using LiveFeed.Bodies;
using LiveFeed.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace LiveFeed.Boards;

/// <summary>Changes of board files by request, for who may administer.</summary>
internal static class BoardEditing
{
    internal static FeedProblem NoName { get; } = FeedProblem.At(ProblemKind.Invalid, "name", "must be 1 to 100 letters, digits, _ and -");

    internal static FeedProblem NoJson { get; } = FeedProblem.At(ProblemKind.UnsupportedType, HeaderNames.ContentType, "must be application/json");

    internal static Task<IResult> SaveBoard(string name, HttpContext context, BoardWriter writer, BodyReader bodies)
    {
        if (!BoardFolder.IsName(name))
        {
            return Task.FromResult<IResult>(NoName);
        }

        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || !type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            return Task.FromResult<IResult>(NoJson); // nor can another site's form send it
        }

        return bodies.TakeAsync(context.Request, BoardFolder.MostBytes, "of a board", async body =>
            body.MustBeText() is { } refusal ? FeedProblem.Of(refusal) : await SaveAsync(name, body.ToArray(), context, writer));
    }

    private static async Task<IResult> SaveAsync(string name, byte[] json, HttpContext context, BoardWriter writer)
    {
        if (FaultsOf(json) is { } fault)
        {
            return fault;
        }

        if (await writer.SaveAsync(name, json, new BoardPrecondition(context.Request.Headers), context.RequestAborted) is { } refusal)
        {
            return refusal;
        }

        context.Response.Headers.ETag = ContentTag.Of(json).ToString();
        return TypedResults.NoContent();
    }

    internal static async Task<IResult> RemoveBoard(string name, HttpContext context, BoardWriter writer)
    {
        if (!BoardFolder.IsName(name))
        {
            return BoardEndpoints.NoSuchBoard(name);
        }

        return await writer.RemoveAsync(name, new BoardPrecondition(context.Request.Headers), context.RequestAborted) is { } refusal
            ? refusal
            : TypedResults.NoContent();
    }

    /// <summary>What the schema, or JSON itself, has against it; null when nothing.</summary>
    internal static FeedProblem? FaultsOf(ReadOnlySpan<byte> json)
    {
        var read = BoardValidation.Of(json);
        return read.Error is { } error
            ? new FeedProblem(read.IsJson ? ProblemKind.Invalid : ProblemKind.Malformed, error) { Errors = read.Errors }
            : null;
    }
}
