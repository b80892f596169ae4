using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace LiveFeed.Tests.Support;

/// <summary>A body without a length that is sent in chunks, piece by piece, and ends when the test says so.</summary>
internal sealed class StreamedContent : HttpContent
{
    private readonly TaskCompletionSource<Stream> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal StreamedContent(string type) => Headers.ContentType = MediaTypeHeaderValue.Parse(type);

    internal Task SendAsync(string piece) => SendAsync(Encoding.UTF8.GetBytes(piece));

    internal async Task SendAsync(byte[] piece)
    {
        var stream = await _opened.Task.WithinDeadline();
        await stream.WriteAsync(piece);
        await stream.FlushAsync();
    }

    internal void End() => _ended.SetResult();

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.FlushAsync(cancellationToken);
        _opened.SetResult(stream);
        await _ended.Task.WaitAsync(cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        _ended.TrySetCanceled();
        base.Dispose(disposing);
    }
}
