using LiveFeed.Access.Limits;
using LiveFeed.Http;
using LiveFeed.Refusals;
using LiveFeed.Scheduling;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace LiveFeed.Bodies;

/// <summary>
/// Reads bodies, up to limits that are counted while reading (and after decompression). A body that arrives complete is
/// taken, however much others hold. Every byte of an incomplete body counts as held, and its rest must come at a min rate.
/// Large bodies are long work.
/// </summary>
internal sealed class BodyReader(IOptions<LimitsOptions> limits, BodyBudget budget, LowPriorityWork work, TimeProvider time)
{
    /// <summary>This many bytes take some hundred microseconds to read as events. More is long work.</summary>
    internal const int ShortBytes = 64 << 10;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>For large bodies.</summary>
    internal LowPriorityWork Work => work;

    /// <summary>Counts the bytes that one request holds.</summary>
    internal BodyMemory NewHold() => new(budget);

    /// <summary>Checks the rate of one request.</summary>
    internal BodyRateGuard NewPace() => new(limits.Value, time);

    /// <summary>Reads a body as a whole.</summary>
    /// <param name="request">Whose body it is.</param>
    /// <param name="limit">How many bytes it may have.</param>
    /// <param name="limitName">The setting with this limit.</param>
    /// <param name="take">
    /// Gets the bytes and answers; they are held until it is done. A caller that needs text asks
    /// <see cref="BufferedBody.MustBeText"/>.
    /// </param>
    /// <returns>The answer, or what is wrong with the body.</returns>
    /// <exception cref="BodyRefusedException">It comes too slowly.</exception>
    internal async ValueTask<Results<T, FeedProblem>> TakeAsync<T>(
        HttpRequest request, int limit, string limitName, Func<BufferedBody, ValueTask<Results<T, FeedProblem>>> take)
        where T : IResult
    {
        using var body = new BufferedBody(NewHold(), limit);
        var pace = NewPace();
        var (ended, refusal) = await ReadAsync(request, body, pace, limitName, enough: ShortBytes);
        return refusal is not null ? FeedProblem.Of(refusal)
            : ended && body.Length <= ShortBytes ? await take(body)
            : await TakeLongAsync(request, body, ended ? null : pace, limitName, take);
    }

    /// <summary>The bytes without the mark that some editors and libraries put before JSON.</summary>
    internal static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> body) =>
        body.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body;

    // Without a pace, the body has been read.
    private Task<Results<T, FeedProblem>> TakeLongAsync<T>(
        HttpRequest request,
        BufferedBody body,
        BodyRateGuard? pace,
        string limitName,
        Func<BufferedBody, ValueTask<Results<T, FeedProblem>>> take)
        where T : IResult
    {
        return work.RunAsync(AnswerAsync, request.HttpContext.RequestAborted);

        async Task<Results<T, FeedProblem>> AnswerAsync()
        {
            var (_, refusal) = pace is null
                ? (true, null)
                : await ReadAsync(request, body, pace, limitName, enough: body.Limit);
            return refusal is null ? await take(body) : FeedProblem.Of(refusal);
        }
    }

    // Reads until the body ends or has more bytes than this.
    private static async ValueTask<(bool Ended, Refusal? Refusal)> ReadAsync(
        HttpRequest request, BufferedBody body, BodyRateGuard pace, string limitName, int enough)
    {
        var reader = request.BodyReader;
        var hasEnded = false;
        while (!hasEnded && body.Length <= enough)
        {
            var result = await pace.ReadAsync(reader, body.Length, stays: 0, request.HttpContext.RequestAborted);
            hasEnded = result.IsCompleted;
            var fits = body.Length + result.Buffer.Length <= body.Limit;
            var hasRoom = fits && (hasEnded && body.Length == 0 ? body.TrySet(result.Buffer) : body.TryAdd(result.Buffer));
            reader.AdvanceTo(result.Buffer.End);
            if (!hasRoom)
            {
                return (hasEnded, fits ? BodyMemory.NoRoom : TooLarge(body.Limit, limitName));
            }
        }

        return (hasEnded, null);
    }

    private static Refusal TooLarge(int limit, string limitName) =>
        Refusal.At(RefusalKind.TooLarge, "", $"The body may have at most {limit} bytes ({limitName}).");
}
