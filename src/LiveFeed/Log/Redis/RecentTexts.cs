using System.IO.Hashing;
using System.Text;
using LiveFeed.Events;

namespace LiveFeed.Log.Redis;

/// <summary>
/// Strings of texts that come again: topics, names and keys of the events of a stream. Each is made once while it is not
/// pushed out. Not thread-safe.
/// </summary>
/// <param name="events">How many events are read; those of a stream without end by default.</param>
internal sealed class RecentTexts(int events = RecentTexts.MaxSlots)
{
    private const int MaxSlots = 1_024; // max a megabyte, as no text is longer than a kilobyte

    private readonly (byte[] Utf8, string Text, TopicName? Topic)[] _slots =
        new (byte[], string, TopicName?)[Math.Clamp(events, 1, MaxSlots)];

    internal string Of(ReadOnlySpan<byte> utf8) => Slot(utf8).Text;

    /// <exception cref="ArgumentException">The text is no topic.</exception>
    internal TopicName TopicOf(ReadOnlySpan<byte> utf8)
    {
        ref var slot = ref Slot(utf8);
        return slot.Topic ??= TopicName.Parse(slot.Text);
    }

    private ref (byte[] Utf8, string Text, TopicName? Topic) Slot(ReadOnlySpan<byte> utf8)
    {
        ref var slot = ref _slots[XxHash3.HashToUInt64(utf8) % (uint)_slots.Length];
        if (slot.Utf8 is null || !utf8.SequenceEqual(slot.Utf8))
        {
            slot = (utf8.ToArray(), Encoding.UTF8.GetString(utf8), null);
        }

        return ref slot;
    }
}
