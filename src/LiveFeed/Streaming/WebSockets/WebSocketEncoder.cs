using System.Buffers;
using System.Text.Json;
using LiveFeed.Frames;
using LiveFeed.Memory;
using LiveFeed.Streaming.WebSockets.Framing;

namespace LiveFeed.Streaming.WebSockets;

/// <summary>
/// Frames as WebSocket messages, each one JSON object with a <c>type</c>. The bytes are the same for all clients that agreed
/// on the same form.
/// </summary>
internal sealed class WebSocketEncoder : FrameEncoder
{
    // Below this, compressing saves little: a single event of 200 bytes shrinks by a quarter (measured).
    private const int LeastDeflated = 1 << 10;

    private readonly bool _batches;
    private readonly bool _deflates;
    private readonly bool _isOfRooms;

    private WebSocketEncoder(bool batches, bool deflates, bool isOfRooms = false) =>
        (_batches, _deflates, _isOfRooms) = (batches, deflates, isOfRooms);

    private static WebSocketEncoder Single { get; } = new(batches: false, deflates: false);

    private static WebSocketEncoder SingleDeflated { get; } = new(batches: false, deflates: true);

    private static WebSocketEncoder Batches { get; } = new(batches: true, deflates: false);

    private static WebSocketEncoder BatchesDeflated { get; } = new(batches: true, deflates: true);

    private static WebSocketEncoder Rooms { get; } = new(batches: false, deflates: false, isOfRooms: true);

    private static WebSocketEncoder RoomsDeflated { get; } = new(batches: false, deflates: true, isOfRooms: true);

    /// <summary>For the events of rooms that a client is in.</summary>
    internal static WebSocketEncoder OfRooms(bool deflates) => deflates ? RoomsDeflated : Rooms;

    /// <param name="batches">Events that leave together are one message.</param>
    /// <param name="deflates">Long messages are compressed.</param>
    internal static WebSocketEncoder Of(bool batches, bool deflates) => (batches, deflates) switch
    {
        (false, false) => Single,
        (false, true) => SingleDeflated,
        (true, false) => Batches,
        (true, true) => BatchesDeflated,
    };

    internal override void Write(Frame frame, IBufferWriter<byte> to)
    {
        switch (frame)
        {
            case EventFrame e:
                WriteEvent(e, to);
                break;
            case BackfillFrame backfill:
                WriteEvent(backfill.Event, to);
                break;
            case BatchFrame { Events: > 1 } batch when _batches:
                WriteJson(writer => WebSocketMessages.WriteEvents(writer, batch.ToArray()), batch.WireBytes, to);
                break;
            case BatchFrame batch:
                batch.Join(this, to);
                break;
            case TextFrame text:
                WriteText(text.Json, to);
                break;
            case ControlFrame control:
                WebSocketFrame.WriteControl(control.Opcode, control.Payload, to);
                break;
            case CloseFrame close:
                WebSocketFrame.WriteClose(close.Close, to);
                break;
            case WakeFrame:
                WebSocketFrame.WriteControl(WebSocketOpcode.Pong, [], to); // nobody answers a pong
                break;
            case ConnectedFrame connected:
                WriteJson(writer => WebSocketMessages.WriteConnected(writer, connected), connected.WireBytes, to);
                break;
            case ClosingFrame closing:
                WriteJson(writer => WebSocketMessages.WriteNotice(writer, closing), closing.WireBytes, to);
                WebSocketFrame.WriteClose(WebSocketMessages.CloseOf(closing), to);
                break;
            default:
                WriteJson(writer => WebSocketMessages.WriteNotice(writer, frame), frame.WireBytes, to);
                break;
        }
    }

    private void WriteEvent(EventFrame e, IBufferWriter<byte> to) => WriteJson(
        writer =>
        {
            if (!_isOfRooms || !RoomMessage.TryWrite(writer, e))
            {
                WebSocketMessages.WriteEvent(writer, e);
            }
        },
        e.WireBytes,
        to);

    private void WriteJson(Action<Utf8JsonWriter> write, int expected, IBufferWriter<byte> to)
    {
        using var json = new PooledBuffer(expected);
        using (var writer = new Utf8JsonWriter(json, EventJson.WriterOptions))
        {
            write(writer);
        }

        WriteText(json.Written, to);
    }

    private void WriteText(ReadOnlySpan<byte> json, IBufferWriter<byte> to)
    {
        if (_deflates && json.Length >= LeastDeflated)
        {
            WebSocketFrame.WriteDeflated(json, to);
        }
        else
        {
            WebSocketFrame.WriteText(json, to);
        }
    }
}
