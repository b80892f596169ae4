using System.Text.Json;
using LiveFeed.Frames;
using LiveFeed.Memory;
using LiveFeed.Streaming.SocketIo.Engine;
using LiveFeed.Streaming.SocketIo.Feed;
using LiveFeed.Streaming.SocketIo.Handlers;
using LiveFeed.Streaming.SocketIo.Packets;

namespace LiveFeed.Streaming.SocketIo;

/// <summary>What the application's handlers see of the client, and tell it.</summary>
internal sealed partial class ClientSocket : ISocketLink
{
    // All are null when there are no handlers.
    private readonly TaskCompletionSource? _toldConnect = ns.Handlers is null
        ? null
        : new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    private OwedAcknowledgements? _owed;
    private CancellationTokenSource? _gone;
    private SocketIoSocket? _facade;

    public bool Emit(string name, PacketArguments arguments, long? id)
    {
        arguments = arguments.ForClient();
        using var payload = new PooledBuffer(arguments.Inner.Length + name.Length + 16);
        using (var json = new Utf8JsonWriter(payload, EventJson.WriterOptions))
        {
            json.WriteStringValue(name);
        }

        byte[] comma = arguments.Inner.IsEmpty ? [] : [(byte)','];
        byte[] open = [(byte)'[', .. payload.Written, .. comma, .. arguments.Inner.Span];
        return Tell(new ToldFrame(PacketType.Event, id, open, arguments.Attachments));
    }

    public bool Acknowledge(long id, PacketArguments arguments)
    {
        arguments = arguments.ForClient();
        return Tell(new ToldFrame(
            PacketType.Ack, id, [(byte)'[', .. arguments.Inner.Span, (byte)']'], arguments.Attachments));
    }

    public async Task<PacketArguments> AskAsync(
        string name, PacketArguments arguments, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _gone!.Token);
        return await _owed!.AskAsync(id => Emit(name, arguments, id), timeout, end.Token);
    }

    public void Disconnect()
    {
        _isOver = true;
        Client.Close(CloseReason.Kicked);
    }

    private void BeginHandlers(ReadOnlyMemory<byte> auth)
    {
        (_owed, _gone) = (new OwedAcknowledgements(services.Feed.Time), new CancellationTokenSource());
        _facade = new SocketIoSocket(this)
        {
            Id = Client.MemberId,
            Namespace = Namespace,
            User = caller.User,
            Auth = ConnectAuth.ElementOf(auth),
            Recovered = Client.Start.Resumed,
            Gone = _gone.Token,
        };
        if (ns.Handlers!.Connected is { } connected)
        {
            _turns!.Add(() => BeginAsync(connected, _facade));
        }
    }

    // After CONNECT is on its way: a page that waits for it may add its listeners only then.
    private async Task BeginAsync(Func<SocketIoSocket, Task> connected, SocketIoSocket facade)
    {
        await _toldConnect!.Task;
        await CallAllAsync(connected, facade);
    }

    private async ValueTask HandleAsync(SocketPacket packet)
    {
        var bytes = packet.Json.Length + packet.Attachments.Sum(one => one.Length);
        if (!await _turns!.RunAsync(bytes, () => HandleInTurnAsync(packet), _owed!))
        {
            connection.Close(EngineCloseReason.TooMuchWaiting);
        }
    }

    private Task HandleInTurnAsync(SocketPacket packet) => ns.Handlers!.Find(packet.Name) is { } handler
        ? handler(new SocketIoEvent(this, packet.Id)
        {
            Socket = _facade!,
            Name = packet.Name,
            Arguments = new SocketIoArguments(packet.Arguments),
        })
        : AskFeedAsync(packet).AsTask();

    private void EndHandlers()
    {
        if (_facade is not { } facade)
        {
            return;
        }

        _gone!.Cancel();
        if (ns.Handlers!.Disconnected is { } disconnected)
        {
            _turns!.Add(() => CallAllAsync(disconnected, facade));
        }
    }

    private static async Task CallAllAsync(Func<SocketIoSocket, Task> handlers, SocketIoSocket socket)
    {
        foreach (var handler in handlers.GetInvocationList().Cast<Func<SocketIoSocket, Task>>())
        {
            await handler(socket);
        }
    }
}
