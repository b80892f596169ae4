using LiveFeed.Clients;
using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Scheduling;
using LiveFeed.Streaming.Output;
using LiveFeed.Telemetry;

namespace LiveFeed.Streaming;

/// <summary>
/// Brings one client's frames to its output until one of the two ends; the same for every transport. It waits for frames,
/// reads, writes and flushes them, counts and measures, and is cut off when the client takes nothing. (e) in
/// docs/architecture.md.
/// </summary>
internal sealed partial class ClientPump(
    FeedClient client, IClientOutput output, ClientStay stay, LowPriorityWork work, LiveFeedMetrics metrics)
{
    private List<Frame>? _batch; // null while it waits: an idle client holds none

    private List<Frame> Batch => _batch ??= [];

    /// <summary>Runs until the stream has ended. The client has left by then.</summary>
    /// <returns>Why it has ended.</returns>
    /// <exception cref="InvalidOperationException">A write on the spot has failed.</exception>
    internal async Task<DisconnectReason> RunAsync()
    {
        var reason = DisconnectReason.Gone;
        try
        {
            client.ReadBy(output.Peer);
            var isOpen = true;

            // Who wakes it may do long work. It continues there once, and does not stay there.
            while (isOpen && await WaitAsync().ConfigureAwait(false))
            {
                isOpen = await TakeTurnAsync();
            }

            if (!isOpen || client.Closing is not { } closing || client.CutOff.IsCancellationRequested)
            {
                reason = Ended();
                return client.Fault is { } fault
                    ? throw new InvalidOperationException("A frame cannot be sent", fault)
                    : reason;
            }

            Batch.Add(closing);
            await WriteAsync();
            return reason = FeedClient.ReasonOf(closing.Reason);
        }
        finally
        {
            stay.End(reason);
        }
    }

    // The output may have changed its connection since the last wait.
    private ValueTask<bool> WaitAsync()
    {
        client.WriteDirectlyBy(client.IsPaced ? null : output.Direct);
        var wait = client.WaitAsync();
        if (!wait.IsCompleted)
        {
            // Nothing goes on before this returns: nobody awaits the wait yet.
            _batch = null; // it may have been a page of the log
            output.Waits();
        }

        return wait;
    }

    // This may run on a lane's thread, which has other clients to serve. So frames that may need the disk, and large frames,
    // are read and written on other threads. Returns whether the stream is still open.
    private async ValueTask<bool> TakeTurnAsync()
    {
        if (client.IsPaced)
        {
            return await PauseAsync() && await work.RunAsync(TakeBurstAsync, CancellationToken.None);
        }

        if (client.IsCatchingUp)
        {
            return client.IsNearHead
                ? await CatchUpSoonAsync()
                : await work.RunAsync(CatchUpAsync, CancellationToken.None);
        }

        return await GoOnAsync();
    }

    private async ValueTask<bool> GoOnAsync()
    {
        await ReadAsync();
        return Batch.Exists(FeedClient.IsLarge)
            ? await work.RunAsync(() => WriteAsync().AsTask(), CancellationToken.None)
            : await WriteAsync();
    }

    // A few events: not worth a thread of its own. A client that fell behind was woken by its lane amid an event for others.
    private async ValueTask<bool> CatchUpSoonAsync()
    {
        if (client.IsBehind)
        {
            await Task.Yield();
        }

        return await GoOnAsync();
    }

    private async Task<bool> CatchUpAsync()
    {
        while (client.IsCatchingUp && await client.WaitAsync())
        {
            await ReadAsync();
            if (!await WriteAsync())
            {
                return false;
            }
        }

        return true;
    }

    // Answers and other told frames do not wait for the window of a paced client, nor does a heartbeat that it was promised.
    private async ValueTask<bool> PauseAsync()
    {
        while (!await client.PauseAsync())
        {
            client.TakeAmidWindow(Batch);
            if (!await WriteAsync())
            {
                return false;
            }
        }

        return true;
    }

    // Up to the head at this moment: otherwise a burst of a client that reads slowly would never end.
    private async Task<bool> TakeBurstAsync()
    {
        var head = client.BeginBurst();
        var isQuiet = true; // nothing was written: no window begins
        do
        {
            await ReadAsync();
            isQuiet &= Batch.Count == 0;
            if (!await WriteAsync())
            {
                return false;
            }
        }
        while (client.HasMore(head) && await client.WaitAsync());
        if (!isQuiet)
        {
            client.EndBurst();
        }

        return true;
    }

    // The client's next events may not be readable now. Then its stream ends, and the client is told to reconnect.
    private async ValueTask ReadAsync()
    {
        var before = client.Conflated;
        try
        {
            await client.ReadAsync(Batch);
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

    private DisconnectReason Ended()
    {
        if (client.CutOff.IsCancellationRequested)
        {
            output.CutOff(client.GoneBecause); // an orderly end would wait for the client, like the write
        }

        return client.GoneBecause;
    }
}
