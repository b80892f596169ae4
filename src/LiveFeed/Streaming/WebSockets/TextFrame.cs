using LiveFeed.Frames;

namespace LiveFeed.Streaming.WebSockets;

/// <summary>A JSON message for one client: an answer or an error.</summary>
internal sealed class TextFrame : Frame
{
    internal TextFrame(byte[] json)
        : base(events: 0)
    {
        Json = json;
        ForgetEncoded(); // only one client gets it
    }

    internal byte[] Json { get; }

    internal override int WireBytes => 16 + Json.Length;
}
