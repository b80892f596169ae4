using System.Text.Unicode;
using LiveFeed.Bodies;

namespace LiveFeed.Streaming.WebSockets.Framing;

/// <summary>A message that has come as a whole is decompressed and checked. With a long one, that is long work.</summary>
internal sealed partial class WebSocketReader
{
    // A sender can make it a block for each byte and a half, of which each takes as long as a kilobyte.
    private const int ShortCompressedBytes = 4 << 10;

    /// <summary>Runs what takes long with a message that <see cref="WebSocketMessage.IsLong"/>.</summary>
    internal Task<T> RunLongAsync<T>(Func<T> work) =>
        bodies.Work.RunAsync(() => Task.FromResult(work()), CancellationToken.None);

    private ValueTask<WebSocketMessage> CompleteAsync()
    {
        var body = _body!;
        (_body, _pace) = (null, null);
        return !_isCompressed && body.Length <= BodyReader.ShortBytes ? new(Checked(body)) : CompleteLongAsync(body);
    }

    // Most compressed messages are short, which is known only once they are decompressed.
    private async ValueTask<WebSocketMessage> CompleteLongAsync(BufferedBody body)
    {
        if (_isCompressed)
        {
            using var compressed = body;
            body = TryInflateShort(compressed)
                ?? await RunLongAsync(() => TryInflate(compressed, maxBytes))
                ?? throw TooLarge(maxBytes);
        }

        return body.Length <= BodyReader.ShortBytes ? Checked(body) : await RunLongAsync(() => Checked(body));
    }

    private BufferedBody? TryInflateShort(BufferedBody compressed) => compressed.Length <= ShortCompressedBytes
        ? TryInflate(compressed, Math.Min(BodyReader.ShortBytes, maxBytes))
        : null;

    private BufferedBody? TryInflate(BufferedBody compressed, int limit) =>
        MessageInflater.TryInflate(compressed.Span, new BufferedBody(bodies.NewHold(), limit));

    private WebSocketMessage Checked(BufferedBody body)
    {
        if (_opcode == WebSocketOpcode.Text && !Utf8.IsValid(body.Span))
        {
            body.Dispose();
            throw new WebSocketFaultException(WebSocketClose.NotText, "a text message must be valid UTF-8");
        }

        return new WebSocketMessage(_opcode, body);
    }
}
