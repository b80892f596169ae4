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

    public ValueTask<bool> FlushAsync(CancellationToken cutOff) => FlushAsync(body, cutOff);

    /// <summary>As <see cref="IStreamOutput.FlushAsync"/>, for a body that has no output yet.</summary>
    internal static async ValueTask<bool> FlushAsync(PipeWriter body, CancellationToken cutOff)
    {
        try
        {
            // Ends as completed when the connection is aborted.
            var result = await body.FlushAsync(cutOff);
            return !(result.IsCompleted || result.IsCanceled);
        }
        catch (OperationCanceledException) when (cutOff.IsCancellationRequested)
        {
            return false;
        }
    }
}
