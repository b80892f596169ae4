using LiveFeed.Clients;
using LiveFeed.Frames;
using LiveFeed.Http;
using LiveFeed.Memory;
using LiveFeed.Rooms;
using LiveFeed.Streaming.Output;
using LiveFeed.Streaming.SocketIo.Engine;
using LiveFeed.Streaming.SocketIo.Feed;
using LiveFeed.Streaming.SocketIo.Packets;
using LiveFeed.Streaming.SocketIo.Recovery;

namespace LiveFeed.Streaming.SocketIo;

/// <summary>Joins the hub: with the state that the client had, when it can have it back, else anew.</summary>
internal sealed partial class ClientSocket
{
    private async ValueTask<FeedProblem?> JoinAsync(ConnectAuth auth)
    {
        if (await FindStateAsync(auth) is { } found)
        {
            if (await TryAsync(new JoinAttempt(found.Claim, found)) is null)
            {
                return null;
            }

            services.Recovery.Release(found.Claim);
        }

        var claim = services.Recovery.IsOn ? await services.Recovery.BeginAsync(default) : null;
        var problem = await TryAsync(new JoinAttempt(claim, null));
        if (problem is not null && claim is not null)
        {
            services.Recovery.Release(claim);
        }

        return problem;
    }

    // It may wait for the connection before, and read all that the client missed.
    private async ValueTask<Recoverable?> FindStateAsync(ConnectAuth auth)
    {
        if (auth.Recovers is not { } wanted || !services.Recovery.IsOn)
        {
            return null;
        }

        var gone = connection.Gone;
        try
        {
            return await services.Recovery.FindAsync(Namespace, wanted.Pid, wanted.Offset, caller, gone);
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            return null;
        }
    }

    private async ValueTask<FeedProblem?> TryAsync(JoinAttempt attempt)
    {
        var join = new JoinRequest { Transport = SocketIoApplication.Transport, Access = caller.Grant };
        if (attempt.Found is { } found)
        {
            RoomName[] rooms = [.. found.Rooms.Select(one => one.Room)];
            join = found.Join(join) with
            {
                Entered = (client, gone) => services.Feed.Rooms.JoinAllAsync(
                    client, caller, sender, rooms, new RoomUser(client.MemberId, Username: null), tellsJoins: false, gone),
            };
        }

        _attempt = attempt;
        var serving = ServeAsync(services.Server.ConnectAsync(join, JoinedAsync, default));
        var problem = await attempt.Decision;
        if (problem is null)
        {
            Ended = serving;
        }
        else
        {
            await serving;
        }

        return problem;
    }

    // CONNECT is in the output before the pump begins, so it comes first.
    private async ValueTask<IClientOutput?> JoinedAsync(FeedClient client, ConnectedFrame first)
    {
        var attempt = _attempt!;
        if (attempt.Found is not null && !first.Resumed)
        {
            return null; // what it missed is lost since it was looked for
        }

        _output = connection.OutputFor(ns.Feed.Form.Shared);
        var form = new ClientForm(ns.Feed, _output);
        _requests = new FeedRequests(services.Feed, client, form, caller, sender);
        _client = client;
        var secret = await BeginRecoveryAsync(attempt);
        using (var json = new PooledBuffer(128))
        {
            PacketWriter.WriteConnectPayload(client.MemberId, secret, json);
            _output.Write(new ToldFrame(PacketType.Connect, null, json.Written.ToArray(), []));
        }

        client.Nudge();

        _attempt = null;
        attempt.Join();
        if (_toldConnect is { } told)
        {
            await TellConnectAsync(_output, client, told);
        }

        return services.Recovery.IsOn ? Recoverable(form, first, attempt) : _output;
    }

    private static async ValueTask TellConnectAsync(EngineOutput output, FeedClient client, TaskCompletionSource told)
    {
        try
        {
            await output.FlushAsync(client.CutOff);
        }
        finally
        {
            told.TrySetResult(); // in every case: the handlers wait
        }
    }

    private OffsetOutput Recoverable(ClientForm form, ConnectedFrame first, JoinAttempt attempt) =>
        new(_output!, form, first.Position)
        {
            MemberId = Client.MemberId,
            Wants = attempt.Found?.Wants(services.Recovery.Epochs),
            Subscribed = attempt.Claim is null ? null : TakeSubscribed,
        };
}
