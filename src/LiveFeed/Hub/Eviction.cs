using LiveFeed.Clients;

namespace LiveFeed.Hub;

/// <summary>
/// While the budget for what is held in memory is exhausted, cuts off the clients that hold the most and take nothing; when all
/// take something, after a while, those that hold the most: they come back by their position and lose nothing, where everyone
/// else would wait for them. Looks once a second, and at nobody while there is room.
/// </summary>
internal sealed class Eviction : IDisposable
{
    // From one look to the next a connection that reads takes something, even a phone's.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // Looks without anyone to cut off for taking nothing, after which slow ones are: readers of a byte a second.
    private const int Patience = 3;

    private readonly ClientSet _everyone;
    private readonly HeldFrames _held;
    private readonly ITimer _timer;
    private Dictionary<FeedClient, long> _taken = []; // at the last look; the look's only, as the next
    private int _looksInVain;
    private int _isAsked; // by Interlocked, as the next
    private int _isOn;

    internal Eviction(ClientSet everyone, HeldFrames held, TimeProvider time)
    {
        (_everyone, _held) = (everyone, held);
        _timer = time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        held.Exhausted += Ask;
    }

    public void Dispose()
    {
        _held.Exhausted -= Ask;
        _timer.Dispose();
    }

    // Any thread, very often while there is no room.
    private void Ask()
    {
        if (Volatile.Read(ref _isAsked) == 0)
        {
            Volatile.Write(ref _isAsked, 1);
        }

        if (Volatile.Read(ref _isOn) == 0 && Interlocked.Exchange(ref _isOn, 1) == 0)
        {
            _timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    private void Look()
    {
        if (Interlocked.Exchange(ref _isAsked, 0) == 0)
        {
            (_taken, _looksInVain) = ([], 0);
            Volatile.Write(ref _isOn, 0); // who asks from here on begins anew
            return;
        }

        var before = _taken;
        _taken = [];
        var holders = new List<(FeedClient Client, long Bytes, long Progress)>();
        foreach (var client in _everyone.Snapshot())
        {
            if (client.HeldBytes is > 0 and var bytes && client.TakenWhileMoreWaits() is { } taken)
            {
                _taken[client] = taken;
                if (before.TryGetValue(client, out var last))
                {
                    holders.Add((client, bytes, taken - last));
                }
            }
        }

        Free(holders);
        _timer.Change(Interval, Timeout.InfiniteTimeSpan);
    }

    // To three quarters, so that those who wait all find room.
    private void Free(List<(FeedClient Client, long Bytes, long Progress)> holders)
    {
        var excess = _held.Held - (_held.Limit / 4 * 3);
        var stuck = holders.Where(holder => holder.Progress == 0).ToList();
        _looksInVain = stuck.Count > 0 ? 0 : _looksInVain + 1;
        if (_looksInVain > Patience)
        {
            (stuck, _looksInVain) = (holders, 0);
        }

        foreach (var (client, bytes, _) in stuck.OrderByDescending(holder => holder.Bytes))
        {
            if (excess <= 0)
            {
                return;
            }

            client.Evict();
            excess -= bytes;
        }
    }
}
