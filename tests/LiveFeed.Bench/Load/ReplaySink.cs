using System.Text;

namespace LiveFeed.Bench.Load;

/// <summary>
/// A client that keeps its position as a browser does, and knows which event of each producer must come next. Events are
/// numbered round about: number n is producer (n mod producers)'s event (n / producers).
/// </summary>
internal sealed class ReplaySink(int producers, ReplayTally tally) : IBodySink
{
    private const int WhateverComes = -1;

    private readonly FrameSplitter _frames = new();
    private readonly int[] _next = new int[producers]; // by producer
    private byte[] _lastId = [];
    private int _lastIdLength;

    /// <summary>It has been told where its stream goes on from.</summary>
    internal bool IsConnected { get; private set; }

    internal string? LastEventId => _lastIdLength == 0 ? null : Encoding.ASCII.GetString(_lastId, 0, _lastIdLength);

    /// <summary>How many events it lacks of those that the producers have published so far.</summary>
    internal long Missing(ReadOnlySpan<int> published)
    {
        var missing = 0L;
        for (var producer = 0; producer < producers; producer++)
        {
            missing += _next[producer] == WhateverComes ? 0 : Math.Max(0, published[producer] - _next[producer]);
        }

        return missing;
    }

    /// <summary>The stream has ended: what was half received is dropped, and comes again.</summary>
    internal void Disconnect()
    {
        _frames.Reset();
        IsConnected = false;
    }

    /// <summary>Another client takes its place, which does not ask for what was before.</summary>
    internal void StartAnew()
    {
        Disconnect();
        _lastIdLength = 0;
        Array.Fill(_next, WhateverComes);
    }

    public void Receive(ReadOnlySpan<byte> body, long now)
    {
        while (_frames.TryNext(ref body, out var frame))
        {
            Take(frame);
        }
    }

    private void Take(ReadOnlySpan<byte> frame)
    {
        if (frame.IndexOf("event: livefeed."u8) is var named and >= 0)
        {
            IsConnected |= frame[named..].StartsWith("event: livefeed.connected"u8);
            tally.Gaps += frame[named..].StartsWith("event: livefeed.gap"u8) ? 1 : 0;
        }

        var scanner = default(MarkerScanner);
        var rest = frame;
        if (scanner.TryNext(ref rest, out var number))
        {
            Count(number % producers, number / producers);
        }

        KeepId(frame);
    }

    private void Count(int producer, int number)
    {
        ref var next = ref _next[producer];
        if (number < next)
        {
            tally.Duplicates++;
            return;
        }

        tally.Delivered++;
        tally.Lost += next == WhateverComes ? 0 : number - next;
        next = number + 1;
    }

    private void KeepId(ReadOnlySpan<byte> frame)
    {
        var start = frame.StartsWith("id: "u8) ? 0 : frame.IndexOf("\nid: "u8) + 1;
        if (start == 0 && !frame.StartsWith("id: "u8))
        {
            return;
        }

        var id = frame[(start + "id: ".Length)..];
        id = id.IndexOf((byte)'\n') is var end and >= 0 ? id[..end] : id;
        if (_lastId.Length < id.Length)
        {
            _lastId = new byte[id.Length * 2];
        }

        id.CopyTo(_lastId);
        _lastIdLength = id.Length;
    }
}
