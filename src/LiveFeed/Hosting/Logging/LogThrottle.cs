using System.Collections.Concurrent;
using System.Globalization;
using LiveFeed.Telemetry;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Hosting.Logging;

/// <summary>
/// Has each kind of line (an event of a category, with an exception of a type) written once in a minute. The others are
/// counted, and the next one that is written says how many there were. Kinds are the program's own, so that there are only
/// so many. Any thread.
/// </summary>
internal sealed class LogThrottle(TimeProvider time, LiveFeedMetrics metrics)
{
    internal static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Category, int Id, Type? Exception), Kind> _kinds = new();

    /// <param name="category">Of the line, as its exception.</param>
    /// <param name="id">The event's.</param>
    /// <param name="exception">Null for none.</param>
    /// <param name="more">How many were not written since the last that was.</param>
    /// <returns>Whether it is to be written.</returns>
    internal bool TryTake(string category, EventId id, Exception? exception, out long more)
    {
        var kind = _kinds.GetOrAdd((category, id.Id, exception?.GetType()), _ => new Kind());
        lock (kind)
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

    /// <summary>What the line says of those that were not written.</summary>
    internal static string Told(long more) =>
        more == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({more} more like this since the last line)");

    // Both guarded by itself.
    private sealed class Kind
    {
        internal long? Written { get; set; }

        internal long More { get; set; }
    }
}
