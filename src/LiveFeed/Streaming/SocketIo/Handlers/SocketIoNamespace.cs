using LiveFeed.Streaming.SocketIo.Packets;

namespace LiveFeed.Streaming.SocketIo.Handlers;

/// <summary>
/// What happens in a namespace. One client's events are handled one after another; different clients' at the same time. An
/// exception of a handler is logged and ends nothing else.
/// </summary>
public sealed class SocketIoNamespace
{
    private readonly Dictionary<string, Func<SocketIoEvent, Task>> _events = [];

    internal SocketIoNamespace(string name) => Name = name;

    /// <summary>Its name, with the slash.</summary>
    public string Name { get; }

    internal Func<SocketIoSocket, Task>? Connected { get; private set; }

    internal Func<SocketIoSocket, Task>? Disconnected { get; private set; }

    /// <summary>Called when a client has connected, before its first event.</summary>
    public SocketIoNamespace OnConnected(Func<SocketIoSocket, Task> handler)
    {
        Connected += handler;
        return this;
    }

    /// <inheritdoc cref="OnConnected(Func{SocketIoSocket, Task})"/>
    public SocketIoNamespace OnConnected(Action<SocketIoSocket> handler) => OnConnected(AsTask(handler));

    /// <summary>
    /// Called for each event of this name. In a namespace of the feed it comes before what the feed does with the event.
    /// </summary>
    /// <param name="name">The event's name.</param>
    /// <param name="handler">Answers by <see cref="SocketIoEvent.Ack"/> or emits; not answering is fine, too.</param>
    public SocketIoNamespace On(string name, Func<SocketIoEvent, Task> handler)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (PacketParser.IsReserved(name))
        {
            throw new ArgumentException($"no client emits '{name}'", nameof(name));
        }

        _events.Add(name, handler);
        return this;
    }

    /// <inheritdoc cref="On(string, Func{SocketIoEvent, Task})"/>
    public SocketIoNamespace On(string name, Action<SocketIoEvent> handler) => On(name, AsTask(handler));

    /// <summary>Called once when a client that had connected is gone, after its last event.</summary>
    public SocketIoNamespace OnDisconnected(Func<SocketIoSocket, Task> handler)
    {
        Disconnected += handler;
        return this;
    }

    /// <inheritdoc cref="OnDisconnected(Func{SocketIoSocket, Task})"/>
    public SocketIoNamespace OnDisconnected(Action<SocketIoSocket> handler) => OnDisconnected(AsTask(handler));

    internal Func<SocketIoEvent, Task>? Find(string name) => _events.GetValueOrDefault(name);

    private static Func<T, Task> AsTask<T>(Action<T> handler) => one =>
    {
        handler(one);
        return Task.CompletedTask;
    };
}
