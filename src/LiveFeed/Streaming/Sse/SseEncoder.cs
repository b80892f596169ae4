using System.Buffers;
using System.Text;
using LiveFeed.Clients;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Streaming.Compression;
using LiveFeed.Streaming.Output;

namespace LiveFeed.Streaming.Sse;

/// <summary>
/// Frames as server-sent events (WHATWG HTML, section 9.2). Whatever a producer posts stays within its frame: ids and names
/// have no line end, JSON has none by its grammar, and text is split into one <c>data:</c> line a line, at CR, LF and CRLF.
/// </summary>
internal sealed class SseEncoder : FrameEncoder
{
    /// <summary>
    /// The id that goes to who is not wanted back. A native EventSource knows no closing frame: it comes back with this, is
    /// answered 204, and stays away. No position is written so.
    /// </summary>
    internal const string FarewellId = "closed";

    // A block without data, as a heartbeat: no event, and the last one carries no id. Back in a second, for it counts as
    // connecting until then.
    private const string Farewell = $"retry: 1000\nid: {FarewellId}\n\n";

    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);
    private readonly bool _envelope;

    private SseEncoder(int format, bool envelope)
        : base(format) => _envelope = envelope;

    internal static SseEncoder Plain { get; } = new(0, envelope: false);

    internal static SseEncoder Envelope { get; } = new(1, envelope: true);

    internal static FrameEncoder PlainChunks { get; } = new ChunkedEncoder(2, Plain);

    internal static FrameEncoder EnvelopeChunks { get; } = new ChunkedEncoder(3, Envelope);

    internal static FrameEncoder PlainGzip { get; } = new GzipBlockEncoder(4, Plain);

    internal static FrameEncoder EnvelopeGzip { get; } = new GzipBlockEncoder(5, Envelope);

    internal static FrameEncoder PlainGzipChunks { get; } = new ChunkedEncoder(6, PlainGzip);

    internal static FrameEncoder EnvelopeGzipChunks { get; } = new ChunkedEncoder(7, EnvelopeGzip);

    internal override void Write(Frame frame, IBufferWriter<byte> to)
    {
        switch (frame)
        {
            case EventFrame e:
                Write(e, to);
                break;
            case BatchFrame batch:
                batch.Join(this, to);
                break;
            case GapFrame gap:
                Encoding.UTF8.GetBytes(
                    $"event: livefeed.gap\ndata: {{\"after\":\"{gap.After}\",\"before\":\"{gap.Before}\",\"reason\":\"{Lower(gap.Reason)}\"}}\n\n", to);
                break;
            case ClosingFrame closing:
                Encoding.UTF8.GetBytes(
                    $"{(closing.Reconnect ? "" : Farewell)}event: livefeed.closing\n" +
                    $"data: {{\"reason\":\"{Lower(closing.Reason)}\",\"reconnect\":{(closing.Reconnect ? "true" : "false")}}}\n\n", to);
                break;
            case HeartbeatFrame heartbeat:
                Encoding.UTF8.GetBytes($":\nid: {heartbeat.Position}\n\n", to);
                break;
            case WakeFrame:
                to.Write(":\n\n"u8);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(frame), frame, "not a frame that is sent as a server-sent event");
        }
    }

    /// <summary>What every stream begins with.</summary>
    /// <param name="retry">How long the client is to wait before it reconnects.</param>
    /// <param name="clientId">The id by which it can be sent to.</param>
    /// <param name="start">Where the stream goes on from.</param>
    /// <param name="heartbeat">The longest silence, after which the client may take the connection for dead.</param>
    internal static byte[] Connected(TimeSpan retry, string clientId, ClientStart start, TimeSpan heartbeat) => Encoding.UTF8.GetBytes(
        $"retry: {(long)retry.TotalMilliseconds}\nevent: livefeed.connected\nid: {start.Position}\n" +
        $"data: {{\"clientId\":\"{clientId}\",\"position\":\"{start.Position}\",\"resumed\":{(start.Resumed ? "true" : "false")}," +
        $"\"heartbeat\":{(long)heartbeat.TotalMilliseconds}}}\n\n");

    /// <summary>A reconnect hint by itself; with a frame after it, it belongs to that frame's block.</summary>
    internal static byte[] Retry(TimeSpan retry) => Encoding.UTF8.GetBytes($"retry: {(long)retry.TotalMilliseconds}\n");

    private void Write(EventFrame frame, IBufferWriter<byte> to)
    {
        var e = frame.Event;
        if (frame.Position is { } position)
        {
            Encoding.UTF8.GetBytes($"id: {position}\n", to);
        }

        if (e.Name != FeedEvent.DefaultName)
        {
            Encoding.UTF8.GetBytes($"event: {e.Name}\n", to);
        }

        if (_envelope)
        {
            to.Write("data: "u8);
            EventJson.WriteEnvelope(e, to);
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

    private static string Lower<T>(T name)
        where T : struct, Enum => name.ToString().ToLowerInvariant();
}
