using LiveFeed.Clients;
using LiveFeed.Frames;
using LiveFeed.Hub;
using LiveFeed.Scheduling;
using LiveFeed.Streaming.Output;
using LiveFeed.Telemetry;
using Microsoft.Extensions.Options;

namespace LiveFeed.Streaming;

/// <summary>Lets in the clients of every transport. From then on each has its pump.</summary>
internal sealed class ClientServer(
    FeedHub hub, LowPriorityWork work, LiveFeedMetrics metrics, IOptions<DeliveryOptions> delivery, TimeProvider time)
{
    // No timer takes 50 days. A client whose token is good for longer reconnects with it.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    /// <summary>Lets a client in.</summary>
    /// <param name="join">What the client asks for.</param>
    /// <param name="connect">
    /// Begins the stream with its first frame, and gives the output for the rest. Null when the connection has ended by
    /// then.
    /// </param>
    /// <param name="gone">Cancelled when the connection has ended.</param>
    /// <returns>
    /// What streams until the client leaves or is ended, and must be run. Of the request it knows nothing. Null when the
    /// client has left.
    /// </returns>
    internal async ValueTask<ClientPump?> ConnectAsync(
        JoinRequest join, Func<FeedClient, ConnectedFrame, ValueTask<IClientOutput?>> connect, CancellationToken gone)
    {
        var client = await JoinAsync(join, gone);
        var stay = new ClientStay(hub, client, StreamEnd.Of(client, LifetimeOf(client), time), gone);
        IClientOutput? output;
        try
        {
            if (join.Entered is { } entered)
            {
                await entered(client, gone);
            }

            output = await connect(client, FirstFrame(client));
        }
        catch
        {
            stay.End(DisconnectReason.Gone);
            throw;
        }

        if (output is not null)
        {
            return new ClientPump(client, output, stay, work, metrics);
        }

        stay.End(client.GoneBecause);
        return null;
    }

    /// <summary>The only frame for a client that is turned away: the reason, and when to reconnect.</summary>
    internal ClosingFrame TurnAway(CloseReason reason) => new(reason, Retry());

    // The search for the last events may read the whole log.
    private async ValueTask<FeedClient> JoinAsync(JoinRequest join, CancellationToken cancellationToken) => join.Last > 0
        ? await work.RunAsync(() => hub.JoinAsync(join, cancellationToken).AsTask(), cancellationToken)
        : await hub.JoinAsync(join, cancellationToken);

    private ConnectedFrame FirstFrame(FeedClient client)
    {
        var heartbeat = delivery.Value.Heartbeat;
        client.PromisedSilence = client.Window > heartbeat ? client.Window.Value : heartbeat;
        return new ConnectedFrame(client.Id, client.Start.Position, client.Start.Resumed)
        {
            MemberId = client.MemberId,
            Retry = Retry(),
            Heartbeat = client.PromisedSilence,
        };
    }

    // Half more or less, so that clients that a restart disconnects do not all reconnect at the same moment.
    private TimeSpan Retry() => Jitter.Around(delivery.Value.Retry, 0.5);

    private TimeSpan LifetimeOf(FeedClient client)
    {
        var longest = delivery.Value.MaxLifetime;
        return longest > TimeSpan.Zero ? Jitter.Below(longest, 0.1)
            : client.Access.Grant.Expires is null ? TimeSpan.MaxValue
            : LongestTimer;
    }
}
