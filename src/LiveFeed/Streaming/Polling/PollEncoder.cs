using System.Buffers;
using System.Text.Json;
using LiveFeed.Frames;

namespace LiveFeed.Streaming.Polling;

/// <summary>
/// Events as elements of an answer's array: the envelope, and the key where there is one. What is no event is a member of
/// the answer (<see cref="PollContent"/>), so here it has no bytes.
/// </summary>
internal sealed class PollEncoder : FrameEncoder
{
    private PollEncoder()
    {
    }

    internal static PollEncoder Instance { get; } = new();

    internal override void Write(Frame frame, IBufferWriter<byte> to)
    {
        if (frame is not EventFrame one)
        {
            return;
        }

        using var writer = new Utf8JsonWriter(to, EventJson.WriterOptions);
        writer.WriteStartObject();
        EventJson.WriteMembersAndKey(writer, one);
        writer.WriteEndObject();
    }
}
