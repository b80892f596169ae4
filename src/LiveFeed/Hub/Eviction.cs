using LiveFeed.Clients;
using LiveFeed.Hub.Index;

namespace LiveFeed.Hub;

/// <summary>
/// While the budget for what is held in memory is exhausted, cuts off the clients that hold the most and take nothing; when
/// all take something, after a while, those that hold the most: they come back by their position and lose nothing, where
/// everyone else would wait for them. Looks once a second, and at nobody while there is room.
/// </summary>
internal sealed class Eviction : IDisposable
{
    // From one look to the next a connection that reads takes something, even a phone's.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // Looks at which a client has taken nothing since the one before, after which it is cut off. One may be a moment without
    // network.
    private const int LooksUntilStuck = 2;

    // Looks without anyone to cut off for taking nothing, after which slow ones are: readers of a byte a second.
    private const int Patience = 4;

    private const int LeastPart = 256; // of the budget: what a slow client holds at least to be worth cutting off

    private readonly ClientSet _everyone;
    private readonly DeliveryMemory _held;
    private readonly ITimer _timer;
    // at the last look, and how often so; the look's only, as the next
    private Dictionary<FeedClient, (long Taken, int Looks)> _seen = [];
    private int _looksInVain;
    private int _isAsked; // by Interlocked, as the next
    private int _isOn;

    internal Eviction(ClientSet everyone, DeliveryMemory held, TimeProvider time)
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
        if (Interlocked.Exchange(ref _isAsked, 0) == 0 && !_held.IsAwaited)
        {
            (_seen, _looksInVain) = ([], 0);
            Volatile.Write(ref _isOn, 0); // who asks from here on begins anew
            return;
        }

        var before = _seen;
        _seen = [];
        var holders = new List<(FeedClient Client, long Bytes, int Looks)>();
        foreach (var client in _everyone.Snapshot())
        {
            client.EndWindow(); // what waits for no more than a window leaves now
            if (client.HeldBytes is > 0 and var bytes && client.TakenWhileMoreWaits() is { } taken)
            {
                var looks = before.TryGetValue(client, out var last) && last.Taken == taken ? last.Looks + 1 : 0;
                _seen[client] = (taken, looks);
                holders.Add((client, bytes, looks));
            }
        }

        Free(holders);
        _timer.Change(Interval, Timeout.InfiniteTimeSpan);
    }

    // To three quarters, so that those who wait all find room. Who took nothing for longest goes first, of those who holds
    // most.
    private void Free(List<(FeedClient Client, long Bytes, int Looks)> holders)
    {
        var excess = _held.Held - (_held.Limit / 4 * 3);
        var stuck = holders.Where(holder => holder.Looks >= LooksUntilStuck).ToList();
        _looksInVain = stuck.Count > 0 ? 0 : _looksInVain + 1;
        if (_looksInVain > Patience)
        {
            // Not those who hold next to nothing: it may be bodies and queries that hold the rest.
            (stuck, _looksInVain) = (holders.FindAll(holder => holder.Bytes >= _held.Limit / LeastPart), 0);
        }

        foreach (var (client, bytes, _) in stuck
            .OrderByDescending(holder => holder.Looks)
            .ThenByDescending(holder => holder.Bytes))
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
