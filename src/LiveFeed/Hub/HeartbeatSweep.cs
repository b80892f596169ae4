using LiveFeed.Clients;
using LiveFeed.Frames;

namespace LiveFeed.Hub;

/// <summary>
/// What a lane's clients are visited for as time passes: a heartbeat for who was told no position for a while, be it that it
/// had nothing or only ephemeral events, and the end for who takes nothing. For the task of the lane only.
/// </summary>
/// <param name="options">How long a while is.</param>
/// <param name="mostUntold">
/// Events after which it is one, too: so few that retention does not come to pass a position that a quiet client holds.
/// </param>
/// <param name="window">What is kept back goes before a heartbeat.</param>
/// <param name="time">What it goes by.</param>
internal sealed class HeartbeatSweep(DeliveryOptions options, long mostUntold, FlushWindow window, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private readonly int _groups = Math.Max(1, (int)(options.StalledAfter / 10 / IntervalOf(options)));
    private int _group;

    /// <summary>
    /// From one round to the next, and so how late a heartbeat may be: a tenth of it, but once a second is enough.
    /// </summary>
    internal TimeSpan Interval { get; } = IntervalOf(options);

    /// <param name="clients">The lane's.</param>
    /// <param name="heartbeat">Everything up to its position was offered.</param>
    /// <returns>How many events were written on the spot.</returns>
    internal int Run(ReadOnlySpan<FeedClient> clients, HeartbeatFrame heartbeat)
    {
        // To ask how far a client is, is a system call. So each round asks one group of them, and all are asked in a tenth
        // of the time after which they count as stalled.
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
