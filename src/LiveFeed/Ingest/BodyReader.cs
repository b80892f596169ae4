using System.Text.Unicode;
using LiveFeed.Access;
using LiveFeed.Http;
using LiveFeed.Http.Bodies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace LiveFeed.Ingest;

/// <summary>
/// Reads bodies, up to limits that are counted while reading (and after decompression). What is complete at once goes through
/// whatever others hold; of what is not, every byte is held, and the rest must come at a pace.
/// </summary>
internal sealed class BodyReader(IOptions<LimitsOptions> limits, BodyBudget budget, TimeProvider time)
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>What one request will hold.</summary>
    internal BodyHold NewHold() => new(budget);

    /// <summary>For what is read as a whole.</summary>
    internal HeldBody NewBody() => new(NewHold());

    /// <summary>How slowly one request may come.</summary>
    internal BodyPace NewPace() => new(limits.Value, time);

    /// <summary>Reads a body as a whole.</summary>
    /// <param name="request">Whose body it is.</param>
    /// <param name="body">Gets the bytes, valid UTF-8; to be disposed of by the caller, also after a failure.</param>
    /// <param name="limit">How many they may be.</param>
    /// <param name="limitName">The setting that says so.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What is wrong with it, or null.</returns>
    /// <exception cref="BodyRefusedException">It comes too slowly.</exception>
    internal async ValueTask<FeedProblem?> ReadAsync(
        HttpRequest request, HeldBody body, int limit, string limitName, CancellationToken cancellationToken)
    {
        var reader = request.BodyReader;
        var pace = NewPace();
        for (var ended = false; !ended;)
        {
            var result = await pace.ReadAsync(reader, body.Length, stays: 0, cancellationToken);
            ended = result.IsCompleted;
            var fits = body.Length + result.Buffer.Length <= limit;
            var hasRoom = fits && (ended && body.Length == 0 ? body.TrySet(result.Buffer) : body.TryAdd(result.Buffer, request.ContentLength));
            reader.AdvanceTo(result.Buffer.End);
            if (!hasRoom)
            {
                return fits ? BodyHold.NoRoom : FeedProblem.At(ProblemKind.TooLarge, "", $"The body may have at most {limit} bytes ({limitName}).");
            }
        }

        return Utf8.IsValid(body.Span) ? null : FeedProblem.At(ProblemKind.Malformed, "", "The body must be valid UTF-8.");
    }

    /// <summary>The bytes without the mark that some editors and libraries put before JSON.</summary>
    internal static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> body) =>
        body.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body;
}
