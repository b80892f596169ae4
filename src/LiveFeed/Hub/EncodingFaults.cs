using LiveFeed.Frames;
using LiveFeed.Telemetry;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Hub;

/// <summary>
/// Counts events that cannot be encoded for some transport, and logs it: the first one, then max one line a minute, because
/// producers can cause any number. Any thread.
/// </summary>
internal sealed partial class EncodingFaults : IDisposable
{
    private static readonly TimeSpan LeastBetweenLines = TimeSpan.FromMinutes(1);

    private readonly LiveFeedMetrics _metrics;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private long _unsaid; // failures since the last line; guarded by _lock, like the next
    private long? _saidAt; // a timestamp

    internal EncodingFaults(LiveFeedMetrics metrics, ILogger logger, TimeProvider time)
    {
        (_metrics, _logger, _time) = (metrics, logger, time);
        FrameEncoder.Failed += Note;
    }

    public void Dispose() => FrameEncoder.Failed -= Note;

    private void Note(Frame frame, Exception cause)
    {
        _metrics.EncodingFailed();
        long failures;
        lock (_lock)
        {
            _unsaid++;
            var now = _time.GetTimestamp();
            if (_saidAt is { } last && _time.GetElapsedTime(last, now) < LeastBetweenLines)
            {
                return;
            }

            (failures, _unsaid, _saidAt) = (_unsaid, 0, now);
        }

        Log.CannotEncode(_logger, frame.LastSequence, failures, cause);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error,
            Message = "The event of sequence {Sequence} cannot be encoded: clients get a gap in its place ({Failures} " +
                "failures since the last line)")]
        internal static partial void CannotEncode(ILogger logger, long sequence, long failures, Exception cause);
    }
}
