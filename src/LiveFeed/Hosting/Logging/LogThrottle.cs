using System.Collections.Concurrent;
using System.Globalization;
using LiveFeed.Telemetry;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Hosting.Logging;

/// <summary>
/// Lets each kind of line (an event of a category, with an exception of a type) be written once a minute. The others are
/// counted, and the next written line says how many there were. The program itself sets the kinds, so their number is
/// bounded. Any thread.
/// </summary>
internal sealed class LogThrottle(TimeProvider time, LiveFeedMetrics metrics)
{
    internal static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Category, int Id, Type? Exception), Kind> _kinds = new();

    /// <param name="category">The category of the line.</param>
    /// <param name="id">The id of the event.</param>
    /// <param name="exception">Null for none.</param>
    /// <param name="more">How many lines were not written since the last written one.</param>
    /// <returns>Whether to write the line.</returns>
    internal bool TryTake(string category, EventId id, Exception? exception, out long more)
    {
        var kind = _kinds.GetOrAdd((category, id.Id, exception?.GetType()), _ => new Kind());
        lock (kind.Lock)
        {
            if (kind.Written is { } written && time.GetElapsedTime(written) < Silence)
            {
                kind.More++;
                metrics.LineLeftOut();
                more = 0;
                return false;
            }

            (kind.Written, more, kind.More) = (time.GetTimestamp(), kind.More, 0);
            return true;
        }
    }

    /// <summary>What the line says about the lines that were not written.</summary>
    internal static string Told(long more) =>
        more == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({more} more like this since the last line)");

    private sealed class Kind
    {
        internal Lock Lock { get; } = new(); // guards the others

        internal long? Written { get; set; }

        internal long More { get; set; }
    }
}
