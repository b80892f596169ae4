using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace LiveFeed.Tests.Hosting.Listening;

/// <summary>A listener whose connections and failures come from a test.</summary>
internal sealed class FailingListener : IConnectionListener
{
    private readonly Channel<ConnectionContext> _waiting = Channel.CreateUnbounded<ConnectionContext>();

    public EndPoint EndPoint { get; } = new IPEndPoint(IPAddress.Loopback, 1);

    /// <summary>Nobody connects to it any more.</summary>
    internal bool IsClosed { get; private set; }

    /// <summary>What its connections share is gone.</summary>
    internal bool IsDisposed { get; private set; }

    internal IdleClient Connect()
    {
        var client = new IdleClient();
        _waiting.Writer.TryWrite(client);
        return client;
    }

    internal void Fail() => _waiting.Writer.Complete(new InvalidOperationException("bad file descriptor"));

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await _waiting.Reader.ReadAsync(cancellationToken);
        }
        catch (ChannelClosedException e) when (e.InnerException is null)
        {
            return null;
        }
        catch (ChannelClosedException e)
        {
            throw e.InnerException!;
        }
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        IsClosed = true;
        _waiting.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return UnbindAsync();
    }
}
