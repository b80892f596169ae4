using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Streaming.Compression;
using LiveFeed.Streaming.Output;

namespace LiveFeed.Streaming.Sse;

/// <summary>
/// Frames as server-sent events (WHATWG HTML, section 9.2). What a producer posts cannot leave its frame: ids and names have
/// no line end, JSON has none by its grammar, and each line of a text (CR, LF, CRLF) becomes one <c>data:</c> line.
/// </summary>
internal sealed class SseEncoder : FrameEncoder
{
    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);
    private readonly bool _envelope;

    private SseEncoder(bool envelope) => _envelope = envelope;

    internal static SseEncoder Plain { get; } = new(envelope: false);

    internal static SseEncoder Envelope { get; } = new(envelope: true);

    internal static FrameEncoder PlainChunks { get; } = new ChunkedEncoder(Plain);

    internal static FrameEncoder EnvelopeChunks { get; } = new ChunkedEncoder(Envelope);

    internal static FrameEncoder PlainGzip { get; } = new GzipBlockEncoder(Plain);

    internal static FrameEncoder EnvelopeGzip { get; } = new GzipBlockEncoder(Envelope);

    internal static FrameEncoder PlainGzipChunks { get; } = new ChunkedEncoder(PlainGzip);

    internal static FrameEncoder EnvelopeGzipChunks { get; } = new ChunkedEncoder(EnvelopeGzip);

    internal override void Write(Frame frame, IBufferWriter<byte> to)
    {
        switch (frame)
        {
            case EventFrame e:
                WriteId(e, to);
                Write(e, to);
                break;
            case BackfillFrame backfill:
                Write(backfill.Event, to);
                break;
            case BatchFrame batch:
                batch.Join(this, to);
                break;
            case HeartbeatFrame heartbeat:
                Encoding.UTF8.GetBytes($":\nid: {heartbeat.Position}\n\n", to);
                break;
            case WakeFrame:
                to.Write(":\n\n"u8);
                break;
            default:
                SseNotices.Write(frame, to);
                break;
        }
    }

    private static void WriteId(EventFrame frame, IBufferWriter<byte> to)
    {
        const int MaxBytes = Position.MaxLength + 5;
        if (frame.Position is { } position)
        {
            Utf8.TryWrite(to.GetSpan(MaxBytes), CultureInfo.InvariantCulture, $"id: {position}\n", out var length);
            to.Advance(length);
        }
    }

    private void Write(EventFrame frame, IBufferWriter<byte> to)
    {
        var e = frame.Event;
        if (e.Name != FeedEvent.DefaultName)
        {
            Encoding.UTF8.GetBytes($"event: {e.Name}\n", to);
        }

        if (_envelope)
        {
            to.Write("data: "u8);
            EventJson.WriteEnvelope(frame, to);
            to.Write("\n"u8);
        }
        else if (e.Data.IsText)
        {
            WriteText(to, e.Data.Utf8);
        }
        else
        {
            WriteLine(to, e.Data.Utf8);
        }

        to.Write("\n"u8);
    }

    private static void WriteText(IBufferWriter<byte> to, ReadOnlySpan<byte> text)
    {
        while (true)
        {
            var end = text.IndexOfAny(LineEnds);
            if (end < 0)
            {
                WriteLine(to, text);
                return;
            }

            WriteLine(to, text[..end]);
            text = text[(text[end..].StartsWith("\r\n"u8) ? end + 2 : end + 1)..];
        }
    }

    private static void WriteLine(IBufferWriter<byte> to, ReadOnlySpan<byte> line)
    {
        to.Write("data: "u8);
        to.Write(line);
        to.Write("\n"u8);
    }
}
