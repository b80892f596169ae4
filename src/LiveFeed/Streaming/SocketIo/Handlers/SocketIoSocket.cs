using System.Text.Json;
using LiveFeed.Streaming.SocketIo.Packets;

namespace LiveFeed.Streaming.SocketIo.Handlers;

/// <summary>One client in one namespace. Any thread may use it; after its end, what it is told goes nowhere.</summary>
public sealed class SocketIoSocket
{
    private readonly ISocketLink _link;

    internal SocketIoSocket(ISocketLink link) => _link = link;

    /// <summary>Its id, as its client knows it and the other members of its rooms see it.</summary>
    public required string Id { get; init; }

    /// <summary>Its namespace, with the slash.</summary>
    public required string Namespace { get; init; }

    /// <summary>Who it is, by the <c>sub</c> of its token; null without one.</summary>
    public required string? User { get; init; }

    /// <summary>What it gave as <c>auth</c> when it connected; an empty object when it gave nothing.</summary>
    public required JsonElement Auth { get; init; }

    /// <summary>It is back after a break, with the same id, and has what it missed.</summary>
    public required bool Recovered { get; init; }

    /// <summary>Cancelled when it is gone.</summary>
    public required CancellationToken Gone { get; init; }

    /// <summary>Emits an event to this client. Never waits: what is not read yet is kept, up to a megabyte.</summary>
    /// <param name="name">Its name; none that the client's library keeps for itself, such as <c>connect</c>.</param>
    /// <param name="values">
    /// Anything that <c>System.Text.Json</c> can write. A <c>byte[]</c> is sent as binary data, wherever it stands. A single
    /// <see cref="SocketIoArguments"/> is sent as it came.
    /// </param>
    /// <returns>False when the client is gone, or must go because it does not read.</returns>
    public bool Emit(string name, params object?[] values) =>
        _link.Emit(Checked(name), SocketIoArguments.Of(values).Packet, id: null);

    /// <summary>Emits an event and waits until the client acknowledges it.</summary>
    /// <param name="name">As of <see cref="Emit"/>.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="values">As of <see cref="Emit"/>.</param>
    /// <returns>What the client acknowledges it with.</returns>
    /// <exception cref="TimeoutException">The acknowledgement did not come in time.</exception>
    /// <exception cref="OperationCanceledException">The client is gone.</exception>
    public async Task<SocketIoArguments> EmitWithAckAsync(string name, TimeSpan timeout, params object?[] values)
    {
        var given = SocketIoArguments.Of(values).Packet;
        return new SocketIoArguments(await _link.AskAsync(Checked(name), given, timeout, CancellationToken.None));
    }

    /// <summary>Ends this client's connection to the namespace. Its library does not come back by itself.</summary>
    public void Disconnect() => _link.Disconnect();

    private static string Checked(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return PacketParser.IsReserved(name)
            ? throw new ArgumentException($"'{name}' means something else to a Socket.IO client", nameof(name))
            : name;
    }
}
