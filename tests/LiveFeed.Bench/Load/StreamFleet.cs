using LiveFeed.Bench.Linux;

namespace LiveFeed.Bench.Load;

/// <summary>All clients of a server, on one thread: every call here is made by it.</summary>
internal sealed class StreamFleet : IDisposable
{
    // As much as a socket's receive buffer gives at once in these loads.
    private const int BufferBytes = 256 << 10;

    private readonly Poller _poller = new();
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferBytes, pinned: true);
    private readonly List<EventStream> _streams = [];
    private readonly int[] _inState = new int[Enum.GetValues<StreamState>().Length];

    internal int Count => _streams.Count;

    internal EventStream this[int key] => _streams[key];

    internal int In(StreamState state) => _inState[(int)state];

    /// <summary>Another client, not connected yet.</summary>
    /// <param name="makeSink">Given its number, which its stream is known by too.</param>
    internal EventStream Add(Func<int, IBodySink> makeSink)
    {
        var stream = new EventStream(_streams.Count, makeSink(_streams.Count));
        _streams.Add(stream);
        _inState[(int)stream.State]++;
        return stream;
    }

    /// <inheritdoc cref="EventStream.Dial"/>
    internal void Dial(EventStream stream, int port, byte[] request, byte[] reply) =>
        Changing(stream, () => stream.Dial(_poller, port, request, reply));

    internal void Dial(EventStream stream, int port, byte[] request) => Dial(stream, port, request, []);

    internal void Leave(EventStream stream) => Changing(stream, stream.Leave);

    /// <summary>Has another poller's files end a wait too, which then says so by <see cref="IsOther"/>.</summary>
    internal void WaitAlsoFor(Poller other) => _poller.Add(other.File, int.MaxValue, Poller.Readable);

    /// <summary>How many are ready within this many milliseconds, each to be served by its index.</summary>
    internal int Wait(int timeout) => _poller.Wait(timeout);

    internal bool IsOther(int ready) => _poller.Key(ready) == int.MaxValue;

    internal void Serve(int ready)
    {
        var stream = _streams[_poller.Key(ready)];
        var before = stream.State;
        stream.Serve(_poller, _buffer);
        Note(stream, before);
    }

    /// <summary>Serves the streams that are ready until a condition holds; false when it did not in time.</summary>
    internal bool ServeUntil(Func<bool> condition, TimeSpan limit)
    {
        const int LookAgain = 1; // milliseconds
        var end = MonotonicClock.Now + (long)limit.TotalNanoseconds;
        while (!condition())
        {
            if (MonotonicClock.Now >= end)
            {
                return false;
            }

            var ready = Wait(LookAgain);
            for (var i = 0; i < ready; i++)
            {
                if (!IsOther(i))
                {
                    Serve(i);
                }
            }
        }

        return true;
    }

    public void Dispose()
    {
        _streams.ForEach(stream => stream.Leave());
        _poller.Dispose();
    }

    private void Changing(EventStream stream, Action change)
    {
        var before = stream.State;
        change();
        Note(stream, before);
    }

    private void Note(EventStream stream, StreamState before)
    {
        if (stream.State != before)
        {
            _inState[(int)before]--;
            _inState[(int)stream.State]++;
        }
    }
}
