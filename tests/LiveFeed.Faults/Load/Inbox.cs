using System.Globalization;
using System.Text;
using System.Text.Json;
using LiveFeed.Bench.Load;

namespace LiveFeed.Faults.Load;

/// <summary>
/// The complete frames of one client, over all of its connections. It knows the number of an event whose data begins with a
/// number and a colon; other events only move its position.
/// </summary>
internal sealed class Inbox
{
    private const int MaxKept = 200; // bytes of a field: all of the server's own, and the beginning of any other

    private readonly FrameSplitter _frames = new();
    private readonly List<(long Sequence, int Number)> _events = [];
    private readonly List<(long After, long Before)> _gaps = [];

    /// <summary>In the order in which they came.</summary>
    internal IReadOnlyList<(long Sequence, int Number)> Events => _events;

    /// <summary>What the server said is gone: all between the two.</summary>
    internal IReadOnlyList<(long After, long Before)> Gaps => _gaps;

    internal string? Position { get; private set; }

    internal bool IsConnected { get; private set; }

    internal bool IsClosed { get; private set; }

    internal bool IsInGap(long sequence) => _gaps.Exists(gap => sequence > gap.After && sequence < gap.Before);

    /// <summary>A connection begins; what was half received comes again.</summary>
    internal void Begin()
    {
        _frames.Reset();
        (IsConnected, IsClosed) = (false, false);
    }

    internal void Take(ReadOnlySpan<byte> body)
    {
        while (_frames.TryNext(ref body, out var frame))
        {
            TakeFrame(frame);
        }
    }

    private void TakeFrame(ReadOnlySpan<byte> frame)
    {
        string? name = null, data = null, id = null;
        foreach (var range in frame.Split((byte)'\n'))
        {
            var line = frame[range];
            name ??= Value(line, "event: "u8);
            data ??= Value(line, "data: "u8);
            id ??= Value(line, "id: "u8);
        }

        Position = id ?? Position;
        IsConnected |= name == "livefeed.connected";
        IsClosed |= name == "livefeed.closing";
        if (name == "livefeed.gap")
        {
            var gap = JsonSerializer.Deserialize<JsonElement>(data!);
            _gaps.Add((SequenceOf(gap, "after"), SequenceOf(gap, "before")));
        }
        else if (name is null && id is not null && data?.IndexOf(':', StringComparison.Ordinal) is > 0 and var end)
        {
            var afterTheQuote = data.AsSpan(1, end - 1);
            _events.Add((Witness.Sequence(id), int.Parse(afterTheQuote, CultureInfo.InvariantCulture)));
        }
    }

    private static string? Value(ReadOnlySpan<byte> line, ReadOnlySpan<byte> field) =>
        line.StartsWith(field) ? Encoding.ASCII.GetString(line[field.Length..Math.Min(line.Length, MaxKept)]) : null;

    private static long SequenceOf(JsonElement gap, string end) => Witness.Sequence(gap.GetProperty(end).GetString()!);
}
