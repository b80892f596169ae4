using LiveFeed.Clients;
using LiveFeed.Hub.Index;

namespace LiveFeed.Hub;

/// <summary>
/// While the memory budget is exhausted, cuts off the clients that hold the most and take nothing. When all take something,
/// it cuts off after a while those that hold the most. They reconnect with their position and lose nothing; else all others
/// would wait for them. Looks once a second, and at no client while there is room.
/// </summary>
internal sealed class Eviction : IDisposable
{
    // Between two looks a connection that reads takes something, even a phone's.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // A client that has taken nothing at so many looks is cut off. One look is not enough: a client may be without network
    // for a moment.
    private const int LooksUntilStuck = 2;

    // After so many looks without a stuck client, slow clients are cut off: readers of a byte a second.
    private const int Patience = 4;

    private const int LeastPart = 256; // a slow client that holds less than 1/256 of the budget is not worth cutting off

    private readonly ClientSet _everyone;
    private readonly DeliveryMemory _held;
    private readonly ITimer _timer;
    // what each client had taken at the last look, and at how many looks so; the look's only, like the next
    private Dictionary<FeedClient, (long Taken, int Looks)> _seen = [];
    private int _looksInVain;
    private int _isAsked; // by Interlocked, like the next
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

    // Any thread; called very often while there is no room.
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
            Volatile.Write(ref _isOn, 0); // an Ask from here on starts the timer again
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

    // Frees memory down to three quarters, so that all who wait find room. The client that took nothing for longest goes
    // first; among equals the one that holds most.
    private void Free(List<(FeedClient Client, long Bytes, int Looks)> holders)
    {
        var excess = _held.Held - (_held.Limit / 4 * 3);
        var stuck = holders.Where(holder => holder.Looks >= LooksUntilStuck).ToList();
        _looksInVain = stuck.Count > 0 ? 0 : _looksInVain + 1;
        if (_looksInVain > Patience)
        {
            // Not clients that hold next to nothing: bodies and queries may hold the rest.
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
