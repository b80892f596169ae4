using LiveFeed.Events;
using LiveFeed.Log;
using LiveFeed.Log.Redis;
using LiveFeed.Telemetry;

namespace LiveFeed.Hub.Backplane.Redis;

/// <summary>
/// Tells the other nodes of events that the log does not keep, and takes theirs. Nobody waits: what Redis does not take in
/// time is dropped and counted. Any thread.
/// </summary>
/// <param name="server">Where it goes through.</param>
/// <param name="node">This node.</param>
/// <param name="log">Where this node is.</param>
/// <param name="held">Takes those of the others.</param>
/// <param name="metrics">Counts what is dropped.</param>
internal sealed class ToldEvents(
    RedisServer server, string node, IEventLog log, HeldEvents held, ClusterMetrics metrics)
{
    private const long MaxSending = 16 << 20; // bytes that Redis has not taken yet

    private long _sending; // by Interlocked

    /// <summary>Takes the events of the other nodes from now on.</summary>
    /// <exception cref="LogUnavailableException">Redis cannot be reached.</exception>
    internal Task ListenAsync() => server.ListenAsync(server.Keys.Told, Take);

    internal void Tell(FeedEvent ephemeral)
    {
        var bytes = ephemeral.StoredBytes; // about as long as the message
        if (Interlocked.Add(ref _sending, bytes) > MaxSending && Volatile.Read(ref _sending) > bytes)
        {
            Interlocked.Add(ref _sending, -bytes);
            metrics.Dropped(EventDrop.Full);
            return;
        }

        var head = log.Head; // before the epochs, so that they know it
        _ = SendAsync(ToldEvent.Write(node, log.Epochs.PositionOf(head), ephemeral), bytes);
    }

    private async Task SendAsync(byte[] message, int bytes)
    {
        try
        {
            await server.PublishAsync(server.Keys.Told, message);
        }
        catch (LogUnavailableException)
        {
            metrics.Dropped(EventDrop.Away);
        }
        finally
        {
            Interlocked.Add(ref _sending, -bytes);
        }
    }

    private void Take(ReadOnlyMemory<byte> message)
    {
        try
        {
            var told = ToldEvent.Read(message);
            if (told.Node != node)
            {
                held.Add(told);
            }
        }
        catch (LogCorruptException)
        {
            metrics.Dropped(EventDrop.Unreadable);
        }
    }
}
