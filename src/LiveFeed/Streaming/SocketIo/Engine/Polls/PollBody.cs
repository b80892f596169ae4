using System.IO.Pipelines;
using LiveFeed.Streaming.Output;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace LiveFeed.Streaming.SocketIo.Engine.Polls;

/// <summary>
/// Writes packets as the body of an answer, at the pace of its reader: a few tens of kilobytes are copied at a time. Packets
/// that clients share are not copied as a whole.
/// </summary>
internal static class PollBody
{
    private const int FlushAt = 32 << 10; // Kestrel buffers twice this before a flush waits

    /// <summary>Writes an answer. False when the client is gone, or has not taken all of it in time.</summary>
    internal static async Task<bool> WriteAsync(
        HttpContext context, List<byte[]> packets, TimeSpan within, TimeProvider time, CancellationToken cutOff = default)
    {
        var response = context.Response;
        response.ContentType = "text/plain; charset=UTF-8";
        response.Headers.CacheControl = "no-store";
        response.ContentLength = packets.Sum(packet => (long)packet.Length) - 1; // without the last separator
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null; // the time below is instead of it
        }

        using var cut = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, cutOff);
        using var timer = time.CreateTimer(
            static cut => ((CancellationTokenSource)cut!).Cancel(), cut, within, Timeout.InfiniteTimeSpan);
        try
        {
            return await WriteAsync(response.BodyWriter, packets, cut.Token);
        }
        catch (OperationCanceledException) when (cut.IsCancellationRequested)
        {
            return false;
        }
    }

    private static async Task<bool> WriteAsync(PipeWriter body, List<byte[]> packets, CancellationToken cut)
    {
        var unflushed = 0;
        for (var i = 0; i < packets.Count; i++)
        {
            ReadOnlyMemory<byte> rest = i < packets.Count - 1 ? packets[i] : packets[i].AsMemory(..^1);
            while (!rest.IsEmpty)
            {
                var piece = rest[..Math.Min(rest.Length, FlushAt - unflushed)];
                body.Give(piece.Span);
                rest = rest[piece.Length..];
                unflushed = (unflushed + piece.Length) % FlushAt;
                if (unflushed == 0 && !await FlushAsync(body, cut))
                {
                    return false;
                }
            }
        }

        return await FlushAsync(body, cut);
    }

    private static async ValueTask<bool> FlushAsync(PipeWriter body, CancellationToken cut)
    {
        var flush = body.FlushAsync(cut);
        var result = flush.IsCompleted ? await flush : await flush.AsTask().WaitAsync(cut); // the server may hold it on
        return !(result.IsCompleted || result.IsCanceled);
    }
}
