namespace LiveFeed.Bench.Load;

/// <summary>
/// Which client has had which event: a bit for each. So lost and repeated events are counted exactly, in whatever order
/// events arrive. Events are numbered from 0; those before <see cref="Begin"/> are the warm-up. One thread.
/// </summary>
internal sealed class DeliveryTally(int clients, int capacity)
{
    private readonly int _wordsPerClient = (capacity / 64) + 1;
    private readonly ulong[] _had = new ulong[clients * ((long)(capacity / 64) + 1)];
    private readonly long[] _sent = new long[capacity]; // when each event was
    private int _first = int.MaxValue;
    private int _end; // one after the last event sent

    /// <summary>Of the events measured, how many were delivered for the first time.</summary>
    internal long Delivered { get; private set; }

    internal long Duplicates { get; private set; }

    /// <summary>Of all events, the warm-up's too.</summary>
    internal long Received { get; private set; }

    internal LatencyHistogram Latencies { get; } = new();

    internal int Published => Math.Max(0, _end - _first);

    internal long Expected => (long)Published * clients;

    internal bool IsFull => _end == capacity;

    /// <summary>Measures the events sent from now on.</summary>
    internal void Begin() => _first = _end;

    internal bool IsMeasured(int number) => number >= _first && number < _end;

    /// <summary>Gives the next event its number.</summary>
    internal int Send(long now)
    {
        _sent[_end] = now;
        return _end++;
    }

    internal void Receive(int client, int number, long now)
    {
        Received++;
        if (!IsMeasured(number))
        {
            return;
        }

        ref var word = ref _had[((long)client * _wordsPerClient) + (number / 64)];
        var bit = 1ul << (number % 64);
        if ((word & bit) != 0)
        {
            Duplicates++;
            return;
        }

        word |= bit;
        Delivered++;
        Latencies.Add(now - _sent[number]);
    }
}
