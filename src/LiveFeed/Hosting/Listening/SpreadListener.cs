using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace LiveFeed.Hosting.Listening;

/// <summary>Several listeners at one address as one: each has a loop that accepts, and all hand on to whoever asks here.</summary>
internal sealed class SpreadListener : IConnectionListener
{
    private readonly List<IConnectionListener> _listeners;
    private readonly Task _accepting;

    // One, so that who was accepted is served before the next is: a connection that waits holds a buffer with its request, the
    // kernel's queues hold thousands without.
    private readonly Channel<ConnectionContext> _accepted =
        Channel.CreateBounded<ConnectionContext>(new BoundedChannelOptions(1) { SingleReader = true });

    internal SpreadListener(List<IConnectionListener> listeners)
    {
        _listeners = listeners;
        _accepting = AcceptAllAsync();
    }

    public EndPoint EndPoint => _listeners[0].EndPoint;

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _accepted.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_accepted.Reader.TryRead(out var connection))
            {
                return connection;
            }
        }

        return null;
    }

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        foreach (var listener in _listeners)
        {
            await listener.UnbindAsync(cancellationToken);
        }

        await _accepting;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var listener in _listeners)
        {
            await listener.DisposeAsync();
        }

        try
        {
            // Until the loops have ended: one of them may wait for room for a connection that nobody asks for any more.
            await foreach (var connection in _accepted.Reader.ReadAllAsync())
            {
                await connection.DisposeAsync();
            }
        }
        catch (Exception) when (_accepted.Reader.Completion.IsFaulted)
        {
            // Why accepting stopped, which whoever accepted was told.
        }
    }

    // What stops one stops the whole, which the server then says; it never throws.
    private async Task AcceptAllAsync()
    {
        Exception? failure = null;
        try
        {
            await Task.WhenAll(_listeners.Select(listener => Task.Run(() => AcceptAsync(listener))));
        }
        catch (Exception e)
        {
            failure = e;
        }

        _accepted.Writer.Complete(failure);
    }

    private async Task AcceptAsync(IConnectionListener listener)
    {
        while (await listener.AcceptAsync() is { } connection)
        {
            await _accepted.Writer.WriteAsync(connection);
        }
    }
}
