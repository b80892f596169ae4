using LiveFeed.Clients;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Streaming.Output;

namespace LiveFeed.Streaming.Polling;

/// <summary>
/// One poll: the client's connection until it is answered. The first flush with something to tell answers it. That flush
/// ends when the client's next poll says whether the answer has arrived; if not, the same frames go into the next answer.
/// The request's task writes the answer, so the pump never waits for a reader. Any thread.
/// </summary>
/// <param name="client">Who polls.</param>
/// <param name="after">Where the client is, as it said it.</param>
/// <param name="isFirst">The client has no id yet, so it cannot repeat this poll as the same client.</param>
internal sealed class PollOutput(FeedClient client, string after, bool isFirst) : IClientOutput
{
    private readonly Lock _lock = new();
    private readonly PollContent _content = new(); // the pump's until the poll is answered, then the request's
    private readonly CancellationTokenSource _cut = new();

    private readonly TaskCompletionSource<PollReply> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PollReply? _given; // guarded by _lock, like the next; null while it waits
    private TaskCompletionSource<bool>? _acknowledged; // null while there is nothing to acknowledge
    private long? _due; // answer it when the client has everything up to here

    /// <summary>The answer. The poll's request waits for it.</summary>
    internal Task<PollReply> Reply => _reply.Task;

    /// <summary>
    /// Cancelled when its answer must not be written any longer: a client must not hold one answer after another unread.
    /// </summary>
    internal CancellationToken Cut => _cut.Token;

    /// <summary>It waits for an answer.</summary>
    internal bool IsWaiting
    {
        get
        {
            lock (_lock)
            {
                return _given is null;
            }
        }
    }

    public int Write(Frame frame)
    {
        lock (_lock)
        {
            if (_given is null)
            {
                _content.Add(frame);
            }
        }

        return frame.WireBytes;
    }

    public ValueTask<bool> FlushAsync(CancellationToken cutOff)
    {
        lock (_lock)
        {
            if (_given is not null)
            {
                return ValueTask.FromResult(false);
            }

            if (client.Closing is { } closing)
            {
                _content.Add(closing);
            }

            if (!_content.HasNews && _content.Closing is null)
            {
                return ValueTask.FromResult(true); // a heartbeat is no answer
            }

            // A first poll is told of a gap by itself. The next one may come to another node, which would tell it again.
            var reached = _content.Position ?? (isFirst ? _content.Gap?.Last : null);
            Give(new PollReply(_content, Next(reached, saysAnything: true)));
            if (_content.Closing is not null)
            {
                return ValueTask.FromResult(true); // no poll comes after this one
            }

            _acknowledged = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return WaitAsync(_acknowledged.Task, cutOff);
    }

    public void Waits()
    {
        lock (_lock)
        {
            if (_given is not null || _due is not { } due)
            {
                return;
            }

            if (client.HasReached(due))
            {
                Give(new PollReply(new PollContent(), Next(client.Reached, saysAnything: false)));
                return;
            }
        }

        client.RequestSync(); // more was appended while the lane answered
    }

    /// <summary>The client does not wait any longer: answers what there is by now, or nothing.</summary>
    internal void AnswerNow()
    {
        if (client.IsWithinWindow)
        {
            Release();
            return;
        }

        lock (_lock)
        {
            _due = client.Head;
        }

        client.RequestSync();
    }

    /// <summary>Answers nothing, if it waits. What comes from now on is for the client's next poll.</summary>
    internal void Release()
    {
        lock (_lock)
        {
            if (_given is null)
            {
                Give(new PollReply(new PollContent(), after));
            }
        }
    }

    /// <summary>The client's next poll is here. It tells whether the answer of this one has arrived.</summary>
    /// <param name="nextAfter">The <c>after</c> of that poll.</param>
    /// <returns>False when the client says a position at which it cannot be.</returns>
    internal bool TryFollow(string nextAfter)
    {
        bool hasArrived;
        lock (_lock)
        {
            if (nextAfter != (_given?.Next ?? after) && (isFirst || nextAfter != after))
            {
                return false;
            }

            hasArrived = _acknowledged is not null && nextAfter == _given!.Next;
        }

        if (hasArrived)
        {
            _acknowledged!.TrySetResult(true);
            CutOff(); // its frames are let go
        }

        Release();
        return true;
    }

    /// <summary>Ends an answer that is being written.</summary>
    internal void CutOff() => _ = _cut.CancelAsync(); // runs no callback on this thread, which holds the client's lock

    /// <summary>The connection goes. If its answer was not acknowledged, its frames are for the next one.</summary>
    public void Abort()
    {
        Release();
        lock (_lock)
        {
            _acknowledged?.TrySetResult(false);
        }
    }

    // Only in the lock. The request's task continues on another thread.
    private void Give(PollReply reply)
    {
        _given = reply;
        _reply.TrySetResult(reply);
    }

    private string Next(Position? reached, bool saysAnything) => isFirst
        ? reached?.ToString() ?? after
        : PollPosition.Next(reached, after, saysAnything);

    private async ValueTask<bool> WaitAsync(Task<bool> acknowledged, CancellationToken cutOff)
    {
        using (cutOff.UnsafeRegister(static output => ((PollOutput)output!).Abort(), this))
        {
            return await acknowledged;
        }
    }
}
