using System.Collections.Concurrent;
using System.Text.Json;
using LiveFeed.Tests.Support;
using SocketIOClient;
using SocketIOClient.Transport;

namespace LiveFeed.Tests.Streaming.SocketIo;

/// <summary>A client of NuGet's <c>SocketIOClient</c>, with what it got.</summary>
internal sealed class DotNetClient : IAsyncDisposable
{
    private static readonly string[] Names = ["user-joined", "user-left", "user-typing", "message", "draw"];

    private readonly ConcurrentDictionary<string, ConcurrentQueue<SocketIOResponse>> _got = new();
    private readonly TaskCompletionSource<string> _error = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SocketIOClient.SocketIO _socket;
    private int _connected; // by Interlocked, like the next
    private int _pings;

    internal DotNetClient(Uri address, string key, TransportProtocol transport, bool upgrades = false)
    {
        _socket = new SocketIOClient.SocketIO(address, new SocketIOOptions
        {
            Transport = transport,
            AutoUpgrade = upgrades,
            Auth = new { token = key },
            ConnectionTimeout = Deadline.Time,
            ReconnectionDelay = 50,
            ReconnectionDelayMax = 100,
        });
        _socket.OnConnected += (_, _) => Interlocked.Increment(ref _connected);
        _socket.OnPing += (_, _) => Interlocked.Increment(ref _pings);
        _socket.OnError += (_, error) => _error.TrySetResult(error);
        foreach (var name in Names) // its OnAny leaves out events with binary data
        {
            _socket.On(name, response => GotOf(name).Enqueue(response));
        }
    }

    /// <summary>After it has left, that of before.</summary>
    internal string? Id { get; private set; }

    internal static async Task<DotNetClient> ConnectAsync(
        Uri address, string key, TransportProtocol transport, bool upgrades = false)
    {
        var client = new DotNetClient(address, key, transport, upgrades);
        await client._socket.ConnectAsync().WithinDeadline();
        await Deadline.UntilAsync(() => client._connected > 0, "it is connected");
        client.Id = client._socket.Id;
        return client;
    }

    /// <summary>Connects, is refused, and gives the reason.</summary>
    internal async Task<string> RefusedAsync()
    {
        _ = _socket.ConnectAsync();
        return await _error.Task.WithinDeadline();
    }

    /// <summary>Emits and gives the acknowledgement.</summary>
    internal async Task<SocketIOResponse> AskAsync(string name, params object[] values)
    {
        var answer = new TaskCompletionSource<SocketIOResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _socket.EmitAsync(name, answer.SetResult, values);
        return await answer.Task.WithinDeadline();
    }

    /// <summary>Acknowledges this event.</summary>
    internal void Answer(string name, Func<SocketIOResponse, object[]> answer) =>
        _socket.On(name, async question => await question.CallbackAsync(answer(question)));

    /// <summary>The next event of this name.</summary>
    internal async Task<SocketIOResponse> TakeAsync(string name)
    {
        SocketIOResponse? next = null;
        await Deadline.UntilAsync(() => GotOf(name).TryDequeue(out next), $"{name} comes");
        return next!;
    }

    /// <summary>The first value of the next event of this name.</summary>
    internal async Task<JsonElement> ReadAsync(string name) => (await TakeAsync(name)).GetValue();

    internal int CountOf(string name) => GotOf(name).Count;

    internal Task PingedAsync() => Deadline.UntilAsync(() => _pings > 0, "a ping comes");

    internal async Task ReconnectedAsync()
    {
        await Deadline.UntilAsync(() => _connected > 1, "it is connected again");
        Id = _socket.Id;
    }

    internal Task LeaveAsync() => _socket.DisconnectAsync().WithinDeadline();

    public async ValueTask DisposeAsync()
    {
        if (_socket.Connected)
        {
            await LeaveAsync();
        }

        _socket.Dispose();
    }

    private ConcurrentQueue<SocketIOResponse> GotOf(string name) => _got.GetOrAdd(name, _ => new());
}
