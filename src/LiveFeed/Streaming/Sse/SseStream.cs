using LiveFeed.Clients;
using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Scheduling;
using LiveFeed.Streaming.Output;
using LiveFeed.Telemetry;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Streaming.Sse;

/// <summary>Writes one client's frames to its response until one of the two ends.</summary>
internal sealed class SseStream(FeedClient client, SseForm form, LowPriorityWork work, LiveFeedMetrics metrics)
{
    // What a connection holds unsent in its own buffers before it waits for the socket; a batch can be far larger.
    private const int FlushBytes = 64 << 10;

    private readonly List<Frame> _batch = [];

    /// <summary>Returns why the stream has ended.</summary>
    internal async Task<DisconnectReason> RunAsync(HttpContext context, TimeSpan retry, TimeSpan heartbeat)
    {
        using var abort = context.RequestAborted.UnsafeRegister(static client => ((FeedClient)client!).Abort(), client);
        client.ReadBy(TcpPeer.Of(context));
        var first = form.First(SseEncoder.Connected(retry, client.Id, client.Start, heartbeat));
        if (!await PipeOutput.WriteAsync(context.Response.BodyWriter, first, client.CutOff))
        {
            return Ended(context);
        }

        var output = DirectOutput.For(context, form.Frames, form.Chunks);
        output.OpenLine(client);
        while (await client.WaitAsync())
        {
            if (!await TakeTurnAsync(output))
            {
                return Ended(context);
            }
        }

        if (client.Closing is not { } closing || client.CutOff.IsCancellationRequested)
        {
            return Ended(context);
        }

        _batch.Add(closing);
        await WriteAsync(output);
        return Reason(closing.Reason);
    }

    // The thread that this runs on may be a lane's, which has others to serve: what may wait for the disk, and what is large, is
    // read and written elsewhere. Returns whether the stream is open still.
    private async ValueTask<bool> TakeTurnAsync(IStreamOutput output)
    {
        if (client.IsCatchingUp)
        {
            return await work.RunAsync(() => CatchUpAsync(output), CancellationToken.None);
        }

        await ReadAsync();
        return _batch.Exists(FeedClient.IsLarge)
            ? await work.RunAsync(() => WriteAsync(output).AsTask(), CancellationToken.None)
            : await WriteAsync(output);
    }

    private async Task<bool> CatchUpAsync(IStreamOutput output)
    {
        while (client.IsCatchingUp && await client.WaitAsync())
        {
            await ReadAsync();
            if (!await WriteAsync(output))
            {
                return false;
            }
        }

        return true;
    }

    // What the client is to have next may not be readable now. Its stream ends with the word that it may come back.
    private async ValueTask ReadAsync()
    {
        var before = client.Conflated;
        try
        {
            await client.ReadAsync(_batch);
        }
        catch (LogUnavailableException)
        {
            client.Close(CloseReason.Unavailable);
        }

        if (client.Conflated > before)
        {
            metrics.Conflated(client.Conflated - before);
        }
    }

    private DisconnectReason Ended(HttpContext context)
    {
        if (!client.CutOff.IsCancellationRequested)
        {
            return DisconnectReason.Gone;
        }

        context.Abort(); // an orderly end would wait for the client as the write did
        return client.IsEvicted ? DisconnectReason.Evicted : DisconnectReason.Stalled;
    }

    private static DisconnectReason Reason(CloseReason reason) => reason switch
    {
        CloseReason.Kicked => DisconnectReason.Kicked,
        CloseReason.Expired => DisconnectReason.Expired,
        CloseReason.Lifetime => DisconnectReason.Lifetime,
        CloseReason.Shutdown => DisconnectReason.Shutdown,
        CloseReason.Unavailable => DisconnectReason.Unavailable,
        _ => DisconnectReason.Gone,
    };

    private async ValueTask<bool> WriteAsync(IStreamOutput output)
    {
        if (_batch.Count == 0)
        {
            var isOpen = !output.HasRest || await FlushAsync(output);
            client.LetGo();
            return isOpen;
        }

        var events = 0;
        var unsent = 0;
        for (var i = 0; i < _batch.Count; i++)
        {
            var frame = _batch[i];
            events += frame.Events;
            unsent += Write(output, frame);
            if (i == _batch.Count - 1 || unsent >= FlushBytes)
            {
                if (!await FlushAsync(output))
                {
                    return false;
                }

                unsent = 0;
            }
        }

        _batch.Clear();
        client.Wrote(events);
        metrics.Delivered(events);
        return true;
    }

    private ValueTask<bool> FlushAsync(IStreamOutput output)
    {
        var flush = output.FlushAsync(client.CutOff);
        return flush.IsCompleted ? flush : MeasureAsync(flush, output.BufferedBytes);
    }

    // The time is taken only of who has to wait: a look at the clock for every write would show. So are the bytes counted.
    private async ValueTask<bool> MeasureAsync(ValueTask<bool> flush, long buffered)
    {
        var start = LiveFeedMetrics.Now;
        client.OwnUnsent(buffered);
        var isOpen = await flush;
        metrics.Flushed(start);
        return isOpen;
    }

    private int Write(IStreamOutput output, Frame frame)
    {
        if (frame is GapFrame)
        {
            metrics.Gap();
        }

        return output.Write(frame);
    }
}
