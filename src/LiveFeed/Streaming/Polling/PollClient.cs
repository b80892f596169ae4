using System.Collections.Immutable;
using LiveFeed.Access.Limits;
using LiveFeed.Clients;
using LiveFeed.Events;
using LiveFeed.Streaming.Output;

namespace LiveFeed.Streaming.Polling;

/// <summary>
/// One client of the hub over its polls. One poll at a time is its connection. Between two polls it keeps its place, what
/// was not acknowledged, and a queue. It is ended when it stays away. Any thread.
/// </summary>
internal sealed class PollClient : IDisposable
{
    private readonly FeedClient _client;
    private readonly ImmutableArray<TopicPattern> _first;
    private readonly TimeSpan _timeout;
    private readonly ITimer _away; // runs between polls
    private readonly SwitchableOutput _output = new();
    private readonly Lock _lock = new();
    private ConnectionLease? _place; // by Interlocked; null when it was handed on
    private PollOutput? _last; // guarded by _lock, like the next: the last poll
    private PollOutput? _before; // the poll before; its answer may still be written
    private bool _isPolling; // the request of _last is not over
    private bool _hasEnded; // no poll can become its connection any more

    internal PollClient(FeedClient client, ConnectionLease place, TimeSpan timeout, TimeProvider time)
    {
        (_client, _first, _place, _timeout) = (client, client.Subscription.Topics, place, timeout);
        _away = time.CreateTimer(_ => GiveUp(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        client.Ending = CloseUnlessPolling;
        Interlocked.MemoryBarrier(); // either the client sees Ending, or this thread sees that it has ended
        if (client.HasEnded)
        {
            CloseUnlessPolling();
        }
    }

    internal FeedClient Client => _client;

    /// <summary>Serving it has failed. Set before its poll is released.</summary>
    internal bool HasFailed { get; set; }

    /// <summary>Where its frames go; the same from its first poll to its last.</summary>
    internal IClientOutput Output => _output;

    /// <summary>A poll of it waits for an answer.</summary>
    internal bool IsWaiting
    {
        get
        {
            lock (_lock)
            {
                return _isPolling && _last!.IsWaiting;
            }
        }
    }

    /// <summary>What it follows when all changes that were asked for are made.</summary>
    internal ImmutableArray<TopicPattern> Topics => _client.Changes.Asked;

    /// <summary>
    /// What it has followed from its beginning and still follows. Of topics that it added, older events may not have arrived
    /// yet, so another client must not begin with them.
    /// </summary>
    internal ImmutableArray<TopicPattern> FirstTopics => [.. _first.Intersect(Topics)];

    /// <summary>Begins its first poll. Called once.</summary>
    internal PollOutput Begin() => Attach(new PollOutput(_client, _client.Start.Position.ToString(), isFirst: true));

    /// <summary>
    /// Begins a poll. The poll before is answered, if it still waits. Null when the client has ended, or when it cannot go
    /// on at this position: it says one that is neither its last nor the one before, and its stream does not go back.
    /// </summary>
    internal PollOutput? Begin(string after)
    {
        lock (_lock)
        {
            if (_hasEnded || !_last!.TryFollow(after))
            {
                return null;
            }

            _before?.CutOff();
            _before = _last;
            return Attach(new PollOutput(_client, after, isFirst: false));
        }
    }

    /// <summary>The request of a poll is over, answered or not.</summary>
    internal void End(PollOutput poll)
    {
        poll.Release();
        lock (_lock)
        {
            if (ReferenceEquals(poll, _last) && !_hasEnded)
            {
                _isPolling = false;
                _away.Change(_timeout, Timeout.InfiniteTimeSpan);
            }
        }

        if (_client.HasEnded)
        {
            CloseUnlessPolling();
        }
    }

    /// <summary>Ends it, as it goes on as another client. Gives its place to that one.</summary>
    internal ConnectionLease? HandOn()
    {
        lock (_lock)
        {
            _hasEnded = true;
        }

        var place = Interlocked.Exchange(ref _place, null);
        _client.Abort();
        return place;
    }

    /// <summary>It has left the hub.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _hasEnded = true;
        }

        _away.Dispose();
        _output.Close();
        Interlocked.Exchange(ref _place, null)?.Dispose();
    }

    private PollOutput Attach(PollOutput poll)
    {
        lock (_lock)
        {
            (_last, _isPolling) = (poll, true);
            _away.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _output.Attach(poll);
            return poll;
        }
    }

    // It was away for too long, unless a poll has come at this moment.
    private void GiveUp()
    {
        lock (_lock)
        {
            if (_isPolling || _hasEnded)
            {
                return;
            }

            _hasEnded = true;
        }

        _client.Abort();
    }

    // The client's stream is to end. A poll that waits is answered by the pump, which says why. Otherwise the pump must not
    // wait for another poll.
    private void CloseUnlessPolling()
    {
        if (!IsWaiting)
        {
            _output.Close();
        }
    }
}
