using System.Buffers;
using System.IO.Pipelines;
using LiveFeed.Clients;
using LiveFeed.Events;

namespace LiveFeed.Streaming.Output;

/// <summary>Through the server's response body: works over TLS, HTTP/2 and whatever else the server speaks.</summary>
internal sealed class PipeOutput(PipeWriter body, FrameEncoder encoder) : IStreamOutput
{
    // The response body may be written to by its request's task only.
    public bool HasRest => false;

    public void OpenLine(FeedClient client)
    {
    }

    public int Write(Frame frame)
    {
        var bytes = frame.Encoded(encoder);
        body.Write(bytes);
        return bytes.Length;
    }

    public void Write(ReadOnlySpan<byte> bytes) => body.Write(bytes);

    public async ValueTask<bool> FlushAsync()
    {
        // Ends as completed when the connection is aborted, so it needs no token.
        var result = await body.FlushAsync(CancellationToken.None);
        return !result.IsCompleted;
    }
}
