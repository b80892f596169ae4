using System.IO.Pipelines;
using LiveFeed.Access.Limits;
using LiveFeed.Refusals;

namespace LiveFeed.Bodies;

/// <summary>
/// How slowly the rest of an incomplete body or line may come while its beginning is held: at
/// <c>LiveFeed:Limits:BodyRate</c>, with <c>BodyRateGrace</c> of delay at any moment. The web server's own rule looks at the
/// average since the beginning, so that a sender of 15 MB could then be silent for hours. For one request.
/// </summary>
internal sealed class BodyRateGuard(LimitsOptions limits, TimeProvider time)
{
    /// <summary>
    /// What may be held without a rule: a block, which the web server holds for a connection anyway. Producers that write
    /// whole blocks of 4 KiB, as programs do into a pipe, end in the middle of a line, and may be silent for hours there.
    /// </summary>
    internal const int FreeBytes = 4 << 10;

    // The web server reads a connection by blocks of 4 KiB, and each would go through three threads if the next one were
    // awaited at once.
    private const int FewBytes = 16 << 10;

    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(1);

    private static readonly Refusal TooSlow = new(
        RefusalKind.TooSlow,
        "The rest of what has begun does not come, or comes too slowly (LiveFeed:Limits:BodyRate, BodyRateGrace).");

    private TimeSpan _left = limits.BodyRateGrace;
    private long _lastBytes; // what came last

    /// <summary>Waits for more bytes.</summary>
    /// <param name="body">The body.</param>
    /// <param name="held">What is held of it.</param>
    /// <param name="stays">How much of that is in the reader's buffer still.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="BodyRefusedException">They come too slowly.</exception>
    internal async ValueTask<ReadResult> ReadAsync(
        PipeReader body, long held, long stays, CancellationToken cancellationToken)
    {
        if (held > BodyReader.ShortBytes && _lastBytes < FewBytes)
        {
            await Task.Delay(Breath, TimeProvider.System, cancellationToken);
        }

        var result = await ReadAsync(body, held, cancellationToken);
        _lastBytes = result.Buffer.Length - stays;
        var left = _left + TimeSpan.FromSeconds((double)_lastBytes / Math.Max(1, limits.BodyRate));
        _left = left > limits.BodyRateGrace ? limits.BodyRateGrace : left > TimeSpan.Zero ? left : TimeSpan.Zero;
        return result;
    }

    private async ValueTask<ReadResult> ReadAsync(PipeReader body, long held, CancellationToken cancellationToken)
    {
        var reading = body.ReadAsync(cancellationToken);
        if (held <= FreeBytes)
        {
            _left = limits.BodyRateGrace;
            return await reading;
        }

        if (reading.IsCompleted || limits.BodyRate == 0)
        {
            return await reading;
        }

        var began = time.GetTimestamp();
        ReadResult result;
        using (time.CreateTimer(
            static state => ((PipeReader)state!).CancelPendingRead(), body, _left, Timeout.InfiniteTimeSpan))
        {
            result = await reading;
        }

        if (result.IsCanceled)
        {
            body.AdvanceTo(result.Buffer.End);
            throw new BodyRefusedException(TooSlow);
        }

        _left -= time.GetElapsedTime(began);
        return result;
    }
}
