using System.Text.Json;
using LiveFeed.Frames;
using LiveFeed.Memory;
using LiveFeed.Streaming.SocketIo.Feed;
using LiveFeed.Streaming.SocketIo.Handlers;
using LiveFeed.Streaming.SocketIo.Packets;

namespace LiveFeed.Streaming.SocketIo;

/// <summary>What the application's handlers see of the client, and tell it.</summary>
internal sealed partial class ClientSocket : ISocketLink
{
    private const int MaxAsked = 1_000;

    private Dictionary<long, TaskCompletionSource<PacketArguments>>? _asked; // null until a handler asks; guarded by _lock
    private CancellationTokenSource? _gone; // set when there are handlers
    private SocketIoSocket? _facade; // as before
    private long _ids; // by Interlocked

    public bool Emit(string name, PacketArguments arguments, long? id)
    {
        using var payload = new PooledBuffer(arguments.Inner.Length + name.Length + 16);
        using (var json = new Utf8JsonWriter(payload, EventJson.WriterOptions))
        {
            json.WriteStringValue(name);
        }

        byte[] comma = arguments.Inner.IsEmpty ? [] : [(byte)','];
        byte[] open = [(byte)'[', .. payload.Written, .. comma, .. arguments.Inner.Span];
        return Tell(new ToldFrame(PacketType.Event, id, open, arguments.Attachments));
    }

    public bool Acknowledge(long id, PacketArguments arguments) => Tell(new ToldFrame(
        PacketType.Ack, id, [(byte)'[', .. arguments.Inner.Span, (byte)']'], arguments.Attachments));

    public async Task<PacketArguments> AskAsync(
        string name, PacketArguments arguments, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var (id, answer) = (Interlocked.Increment(ref _ids), new TaskCompletionSource<PacketArguments>(
            TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_lock)
        {
            _asked ??= [];
            if (_asked.Count >= MaxAsked)
            {
                throw new InvalidOperationException($"This client owes {MaxAsked} acknowledgements already.");
            }

            _asked.Add(id, answer);
        }

        try
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _gone!.Token);
            return Emit(name, arguments, id)
                ? await answer.Task.WaitAsync(timeout, services.Feed.Time, end.Token)
                : throw new OperationCanceledException("The client is gone.");
        }
        finally
        {
            lock (_lock)
            {
                _asked.Remove(id);
            }
        }
    }

    public void Disconnect()
    {
        _isOver = true;
        Client.Close(CloseReason.Kicked);
    }

    private ValueTask BeginHandlersAsync(ReadOnlyMemory<byte> auth)
    {
        _gone = new CancellationTokenSource();
        _facade = new SocketIoSocket(this)
        {
            Id = Client.MemberId,
            Namespace = Namespace,
            User = caller.User,
            Auth = ConnectAuth.ElementOf(auth),
            Recovered = Client.Start.Resumed,
            Gone = _gone.Token,
        };
        return ns.Handlers!.Connected is { } connected
            ? _turns!.RunAsync(0, () => CallAllAsync(connected, _facade))
            : ValueTask.CompletedTask;
    }

    private ValueTask HandleAsync(SocketPacket packet) => _turns!.RunAsync(
        packet.Json.Length + packet.Attachments.Sum(one => one.Length),
        () => ns.Handlers!.Find(packet.Name) is { } handler
            ? handler(new SocketIoEvent(this, packet.Id)
            {
                Socket = _facade!,
                Name = packet.Name,
                Arguments = new SocketIoArguments(packet.Arguments),
            })
            : AskFeedAsync(packet).AsTask());

    private void Acknowledged(SocketPacket packet)
    {
        TaskCompletionSource<PacketArguments>? answer;
        lock (_lock)
        {
            answer = packet.Id is { } id && _asked?.Remove(id, out var asked) == true ? asked : null;
        }

        answer?.TrySetResult(packet.Arguments.Kept());
    }

    private void EndHandlers()
    {
        if (_facade is not { } facade)
        {
            return;
        }

        _gone!.Cancel();
        if (ns.Handlers!.Disconnected is { } disconnected)
        {
            _ = _turns!.RunAsync(0, () => CallAllAsync(disconnected, facade)).AsTask();
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
