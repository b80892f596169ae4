using System.Buffers;
using System.Text.Json;
using LiveFeed.Frames;
using LiveFeed.Memory;
using LiveFeed.Streaming.SocketIo.Engine;
using LiveFeed.Streaming.SocketIo.Packets;

namespace LiveFeed.Streaming.SocketIo.Feed;

/// <summary>Frames as packets of one namespace, on one way. What a client need not know becomes no packet.</summary>
internal sealed class FeedEncoder(FeedForm form, EngineWire wire, bool isOfRooms) : FrameEncoder
{
    internal override void Write(Frame frame, IBufferWriter<byte> to)
    {
        switch (frame)
        {
            case EventFrame e:
                WriteEvent(e, isOfRooms, OwnOffset(e), to);
                break;
            case BackfillFrame backfill:
                WriteEvent(backfill.Event, isOfRooms, OwnOffset(backfill.Event), to);
                break;
            case BatchFrame batch:
                batch.Join(this, to);
                break;
            case OffsetFrame { Inner: EventFrame e } one:
                WriteEvent(e, one.IsOfRoom, one.Offset, to);
                break;
            case OffsetFrame { Inner: BackfillFrame backfill } one:
                WriteEvent(backfill.Event, one.IsOfRoom, one.Offset, to);
                break;
            case OffsetFrame one:
                WriteOther(one.Inner, one.Offset, to);
                break;
            default:
                WriteOther(frame, offset: null, to);
                break;
        }
    }

    private string? OwnOffset(EventFrame e) => form.HasOffsets ? e.Position?.ToString() : null;

    private void WriteEvent(EventFrame e, bool isOfRoom, string? offset, IBufferWriter<byte> to)
    {
        List<byte[]> attachments = [];
        using var data = new PooledBuffer(e.Event.Data.Utf8.Length + 16);
        if (e.Event.Data.IsText)
        {
            data.Write(e.Event.Data.Utf8);
        }
        else
        {
            BinaryJson.TakeOut(e.Event.Data.Utf8, attachments, data);
        }

        using var payload = new PooledBuffer(e.WireBytes);
        using (var json = new Utf8JsonWriter(payload, EventJson.WriterOptions))
        {
            json.WriteStartArray();
            if (!isOfRoom || !RoomEvents.TryWrite(json, e.Event, data.Written, form.Relay))
            {
                FeedEvents.Write(json, e, data.Written);
            }

            WriteEnd(json, offset);
        }

        WritePacket(PacketType.Event, null, payload.Written, attachments, to);
    }

    private void WriteOther(Frame frame, string? offset, IBufferWriter<byte> to)
    {
        switch (frame)
        {
            case ToldFrame packet:
                WriteOwn(packet, offset, to);
                break;
            case SubscribedFrame { Request: { } id } subscribed:
                WriteAck(id, subscribed, to);
                break;
            case WakeFrame:
            case HeartbeatFrame when offset is null:
                break; // Engine.IO has a heartbeat of its own
            default:
                using (var payload = new PooledBuffer(frame.WireBytes))
                {
                    using (var json = new Utf8JsonWriter(payload, EventJson.WriterOptions))
                    {
                        json.WriteStartArray();
                        FeedNotices.Write(json, frame);
                        WriteEnd(json, offset);
                    }

                    WritePacket(PacketType.Event, null, payload.Written, [], to);
                }

                if (frame is ClosingFrame { Reconnect: false })
                {
                    WritePacket(PacketType.Disconnect, null, [], [], to); // its library does not come back then
                }

                break;
        }
    }

    private void WriteOwn(ToldFrame packet, string? offset, IBufferWriter<byte> to)
    {
        if (packet.Type != PacketType.Event)
        {
            WritePacket(packet.Type, packet.Id, packet.Payload, packet.Attachments, to);
            return;
        }

        if (packet.Id is not null)
        {
            offset = null; // the client's library puts its function behind the last value, and so sees no offset there
        }

        using var payload = new PooledBuffer(packet.WireBytes);
        payload.Write(packet.Payload);
        payload.Write(offset is null ? "]"u8 : ",\""u8);
        if (offset is not null)
        {
            payload.Write(System.Text.Encoding.ASCII.GetBytes(offset));
            payload.Write("\"]"u8);
        }

        WritePacket(packet.Type, packet.Id, payload.Written, packet.Attachments, to);
    }

    private void WriteAck(byte[] id, SubscribedFrame subscribed, IBufferWriter<byte> to)
    {
        using var payload = new PooledBuffer(subscribed.WireBytes);
        using (var json = new Utf8JsonWriter(payload, EventJson.WriterOptions))
        {
            json.WriteStartArray();
            FeedNotices.WriteSubscribed(json, subscribed);
            json.WriteEndArray();
        }

        var number = long.Parse(id, System.Globalization.CultureInfo.InvariantCulture);
        WritePacket(PacketType.Ack, number, payload.Written, [], to);
    }

    private void WritePacket(
        PacketType type,
        long? id,
        ReadOnlySpan<byte> payload,
        IReadOnlyList<byte[]> attachments,
        IBufferWriter<byte> to)
    {
        using var text = new PooledBuffer(payload.Length + form.Prefix.Length + 32);
        PacketWriter.WriteHead(type, attachments.Count, form.Prefix, id, text);
        text.Write(payload);
        EnginePackets.WriteText(wire, text.Written, to);
        foreach (var bytes in attachments)
        {
            EnginePackets.WriteBinary(wire, bytes, to);
        }
    }

    private static void WriteEnd(Utf8JsonWriter json, string? offset)
    {
        if (offset is not null)
        {
            json.WriteStringValue(offset);
        }

        json.WriteEndArray();
    }
}
