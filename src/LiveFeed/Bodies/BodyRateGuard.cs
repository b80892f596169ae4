using System.IO.Pipelines;
using LiveFeed.Access.Limits;
using LiveFeed.Refusals;

namespace LiveFeed.Bodies;

/// <summary>
/// The min rate for the rest of an incomplete body or line while its beginning is held: <c>LiveFeed:Limits:BodyRate</c>,
/// with a max delay of <c>BodyRateGrace</c> at any moment. The web server's own rule checks the average since the beginning:
/// after 15 MB a sender could be silent for hours. For one request.
/// </summary>
internal sealed class BodyRateGuard(LimitsOptions limits, TimeProvider time)
{
    /// <summary>
    /// Bytes that may be held without a min rate: one block, which the web server holds for a connection anyway. Producers
    /// that write whole blocks of 4 KiB, as programs do into a pipe, stop in the middle of a line, and may be silent there
    /// for hours.
    /// </summary>
    internal const int FreeBytes = 4 << 10;

    // The web server reads a connection in blocks of 4 KiB. Without a pause, each block would go through three threads.
    private const int FewBytes = 16 << 10;

    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(1);

    private static readonly Refusal TooSlow = new(
        RefusalKind.TooSlow,
        "The rest of the body or line arrives too slowly (LiveFeed:Limits:BodyRate, BodyRateGrace).");

    private TimeSpan _left = limits.BodyRateGrace;
    private long _lastBytes; // size of the last read

    /// <summary>Waits for more bytes.</summary>
    /// <param name="body">The body.</param>
    /// <param name="held">The bytes of it that are held.</param>
    /// <param name="stays">How much of that is still in the reader's buffer.</param>
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
