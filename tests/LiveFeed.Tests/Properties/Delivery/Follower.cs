using LiveFeed.Clients;
using LiveFeed.Clients.Direct;
using LiveFeed.Frames;
using LiveFeed.Hub;
using LiveFeed.Log;
using LiveFeed.Streaming.Sse;

namespace LiveFeed.Tests.Properties.Delivery;

/// <summary>
/// A client and what the transport does for it, on a connection that takes bytes or does not as the test says. What was not
/// flushed when it goes is lost to it, as it is to a browser.
/// </summary>
internal sealed class Follower(FeedHub hub, JoinRequest request, bool isDirect) : IDirectConnection
{
    private readonly List<byte> _unflushed = [];
    private readonly List<byte> _received = [];
    private TaskCompletionSource? _stall;
    private bool _gone;
    private bool _isClogged;

    /// <summary>Null until it has joined.</summary>
    internal FeedClient? Client { get; private set; }

    internal JoinRequest Request => request;

    /// <summary>The log's last sequence when it asked to join.</summary>
    internal required long Since { get; init; }

    internal bool HasEnded { get; private set; }

    internal byte[] Received => [.. _received];

    public SendOutcome TrySend(byte[] bytes)
    {
        if (_gone)
        {
            return SendOutcome.Sent;
        }

        if (_stall is not null || _unflushed.Count > 0)
        {
            return SendOutcome.NotSent;
        }

        if (_isClogged)
        {
            _isClogged = false;
            _unflushed.AddRange(bytes);
            return SendOutcome.SentInPart;
        }

        _received.AddRange(bytes);
        return SendOutcome.Sent;
    }

    internal async Task RunAsync()
    {
        Client = await hub.JoinAsync(request, CancellationToken.None);
        if (isDirect && !Client.IsPaced)
        {
            Client.WriteDirectlyBy(new DirectWrite(this, SseEncoder.Plain));
        }

        var batch = new List<Frame>();
        while (!_gone && await Client.WaitAsync())
        {
            while (Client.IsPaced && !await Client.PauseAsync())
            {
                Client.TakeTold(batch);
                await WriteAsync(Client, batch);
            }

            var head = Client.BeginBurst();
            try
            {
                do
                {
                    await Client.ReadAsync(batch);
                    await WriteAsync(Client, batch);
                }
                while (Client.IsPaced && Client.HasMore(head) && await Client.WaitAsync());
            }
            catch (LogUnavailableException)
            {
                break; // and comes back, when the log can be read again
            }

            if (Client.IsPaced)
            {
                Client.EndBurst();
            }
        }

        hub.Leave(Client, DisconnectReason.Gone);
        HasEnded = true;
    }

    /// <summary>From now on the connection takes nothing.</summary>
    internal void Stall() => _stall ??= new TaskCompletionSource();

    /// <summary>The next event that is sent on the spot is taken in part.</summary>
    internal void Clog() => _isClogged = true;

    internal void GoOn()
    {
        var stall = _stall;
        _stall = null;
        stall?.SetResult();
    }

    internal void Go()
    {
        if (Client is not null)
        {
            _gone = true;
            Client.Abort();
            GoOn();
        }
    }

    private async Task WriteAsync(FeedClient client, List<Frame> batch)
    {
        batch.ForEach(frame => _unflushed.AddRange(frame.Encoded(SseEncoder.Plain)));
        await FlushAsync();
        client.Wrote(batch.Sum(frame => frame.Events));
        batch.Clear();
    }

    private async Task FlushAsync()
    {
        while (_stall is { } stall)
        {
            await stall.Task;
        }

        if (!_gone)
        {
            _received.AddRange(_unflushed);
        }

        _unflushed.Clear();
    }
}
