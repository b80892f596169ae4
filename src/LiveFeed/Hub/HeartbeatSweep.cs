using LiveFeed.Clients;
using LiveFeed.Frames;

namespace LiveFeed.Hub;

/// <summary>
/// The regular visit to a lane's clients. A client that was told no position for a while gets a heartbeat, whether it had
/// nothing or only ephemeral events. A client that takes nothing is ended. For the task of the lane only.
/// </summary>
/// <param name="options">After which times a client gets a heartbeat, or is ended.</param>
/// <param name="mostUntold">
/// After so many events a client also gets a heartbeat: before retention passes the position that a quiet client holds.
/// </param>
/// <param name="window">Lets out what is kept back before a heartbeat.</param>
/// <param name="time">The clock.</param>
internal sealed class HeartbeatSweep(DeliveryOptions options, long mostUntold, FlushWindow window, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private readonly int _groups = Math.Max(1, (int)(options.StalledAfter / 10 / IntervalOf(options)));
    private int _group;

    /// <summary>
    /// The time between two rounds, and so the max delay of a heartbeat: a tenth of the time, max a second.
    /// </summary>
    internal TimeSpan Interval { get; } = IntervalOf(options);

    /// <param name="clients">The lane's.</param>
    /// <param name="heartbeat">Tells the position up to which everything was offered.</param>
    /// <returns>How many events were written on the spot.</returns>
    internal int Run(ReadOnlySpan<FeedClient> clients, HeartbeatFrame heartbeat)
    {
        // Asking how far a client is takes a system call. So each round asks one group of clients. All are asked within a
        // tenth of the time after which they count as stalled.
        _group = (_group + 1) % _groups;
        var now = time.GetTimestamp();
        var written = 0;
        foreach (var client in clients)
        {
            if (options.StalledAfter > TimeSpan.Zero && client.Number % _groups == _group)
            {
                client.CutOffIfStalled(options.StalledAfter, now);
            }

            if (client.UntoldFor(now) >= options.Heartbeat || heartbeat.LastSequence - client.Told >= mostUntold)
            {
                written += window.Tell(client, heartbeat, now);
            }
        }

        return written;
    }

    private static TimeSpan IntervalOf(DeliveryOptions options)
    {
        var shortest = options.StalledAfter > TimeSpan.Zero && options.StalledAfter < options.Heartbeat
            ? options.StalledAfter
            : options.Heartbeat;
        return TimeSpan.FromTicks(Math.Clamp((shortest / 10).Ticks, Shortest.Ticks, Longest.Ticks));
    }
}
