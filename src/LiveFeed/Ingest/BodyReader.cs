using System.Text.Unicode;
using LiveFeed.Http;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Ingest;

/// <summary>Reads a request's body as a whole, up to a limit that is counted while reading (and after decompression).</summary>
internal static class BodyReader
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <returns>The bytes, or the problem with them.</returns>
    internal static async ValueTask<(byte[] Body, FeedProblem? Problem)> ReadAsync(
        HttpRequest request, int limit, string limitName, CancellationToken cancellationToken)
    {
        var reader = request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken);
            if (result.Buffer.Length > limit)
            {
                reader.AdvanceTo(result.Buffer.End);
                return ([], FeedProblem.At(ProblemKind.TooLarge, "", $"The body may have at most {limit} bytes ({limitName})."));
            }

            if (!result.IsCompleted)
            {
                reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                continue;
            }

            var body = System.Buffers.BuffersExtensions.ToArray(result.Buffer);
            reader.AdvanceTo(result.Buffer.End);
            return Utf8.IsValid(body)
                ? (body, null)
                : ([], FeedProblem.At(ProblemKind.Malformed, "", "The body must be valid UTF-8."));
        }
    }

    /// <summary>The bytes without the mark that some editors and libraries put before JSON.</summary>
    internal static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> body) =>
        body.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body;
}
