using System.IO.Hashing;
using System.Runtime.InteropServices;
using LiveFeed.Frames;

namespace LiveFeed.Log.Sqlite;

/// <summary>
/// Detects an event that the disk has changed. SQLite notices pages that make no sense, but not pages with other valid
/// content.
/// </summary>
internal static class EventChecksum
{
    private static ReadOnlySpan<byte> Absent => [0]; // one byte: a text never has an odd number of bytes

    internal static long Of(EventFrame frame)
    {
        var e = frame.Event;
        ReadOnlySpan<long> numbers = [frame.Sequence, e.Time.UtcTicks, e.Data.IsText ? 1 : 0, e.Except.Length];
        var sum = With(0, MemoryMarshal.AsBytes(numbers));
        sum = With(sum, e.Topic?.Value);
        sum = With(sum, e.Key);
        sum = With(sum, e.Id);
        sum = With(sum, e.Name);
        sum = With(sum, e.To?.Client);
        sum = With(sum, e.To?.User);
        foreach (var client in e.Except)
        {
            sum = With(sum, client);
        }

        if (e.OccurredAt is { } own)
        {
            sum = With(sum, own.UtcTicks); // left out when absent, so checksums of files without it stay right
        }

        return With(sum, e.Data.Utf8);
    }

    private static long With(long sum, long number) => With(sum, MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in number)));

    private static long With(long sum, string? text) =>
        With(sum, text is null ? Absent : MemoryMarshal.AsBytes(text.AsSpan()));

    private static long With(long sum, ReadOnlySpan<byte> bytes) => (long)XxHash3.HashToUInt64(bytes, seed: sum);
}
