using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LiveFeed.Frames;

namespace LiveFeed.Streaming.Sse;

/// <summary>The service's own events, named <c>livefeed.…</c>, as server-sent events.</summary>
internal static class SseNotices
{
    /// <summary>
    /// The last id of a client that must not reconnect. A native EventSource does not know the closing frame: it reconnects
    /// with this id, gets 204, and stays away. No position has this form.
    /// </summary>
    internal const string FarewellId = "closed";

    // A block without data is no event, like a heartbeat; the last one carries no id. The client reconnects after a second,
    // because it counts as connecting until then.
    private const string Farewell = $"retry: 1000\nid: {FarewellId}\n\n";

    internal static void Write(Frame frame, IBufferWriter<byte> to) => Encoding.UTF8.GetBytes(TextOf(frame), to);

    private static string TextOf(Frame frame) => frame switch
    {
        ConnectedFrame connected =>
            $"retry: {Milliseconds(connected.Retry)}\nevent: livefeed.connected\nid: {connected.Position}\n" +
            $"data: {{\"clientId\":\"{connected.ClientId}\",\"position\":\"{connected.Position}\"," +
            $"\"resumed\":{Json(connected.Resumed)},\"heartbeat\":{Milliseconds(connected.Heartbeat)}}}\n\n",
        SubscribedFrame subscribed =>
            "event: livefeed.subscribed\n" +
            $"data: {{\"topics\":[{string.Join(',', subscribed.Topics.Select(topic => Json(topic.Text)))}]," +
            $"\"position\":\"{subscribed.Position}\"}}\n\n",
        GapFrame gap =>
            "event: livefeed.gap\n" +
            $"data: {{\"after\":\"{gap.After}\",\"before\":\"{gap.Before}\"," +
            $"\"reason\":\"{ReasonText.Of(gap.Reason)}\"}}\n\n",
        ExpiringFrame expiring =>
            $"event: livefeed.expiring\ndata: {{\"expires\":\"{Utc(expiring.Expires)}\"}}\n\n",
        ClosingFrame closing =>
            (closing.Retry is { } retry ? $"retry: {Milliseconds(retry)}\n" : "") + (closing.Reconnect ? "" : Farewell) +
            "event: livefeed.closing\n" +
            $"data: {{\"reason\":\"{ReasonText.Of(closing.Reason)}\",\"reconnect\":{Json(closing.Reconnect)}}}\n\n",
        _ => throw new ArgumentOutOfRangeException(nameof(frame), frame, "not a frame that is sent as a server-sent event"),
    };

    // RFC 3339, with a fraction of the second only where there is one.
    private static string Utc(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;

    private static string Json(bool value) => value ? "true" : "false";

    private static string Json(string text) =>
        $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
