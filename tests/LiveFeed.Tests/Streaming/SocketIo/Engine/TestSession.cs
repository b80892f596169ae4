using LiveFeed.Streaming.SocketIo.Engine;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.SocketIo.Engine;

/// <summary>One client of the <see cref="TestApplication"/>.</summary>
internal sealed class TestSession(EngineConnection connection, TestApplication application) : IEngineSession
{
    private readonly TaskCompletionSource<EngineCloseReason> _ended =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal EngineConnection Connection => connection;

    internal bool HasEnded => _ended.Task.IsCompleted;

    /// <summary>Why it has ended.</summary>
    internal Task<EngineCloseReason> EndAsync() => _ended.Task.WithinDeadline();

    /// <summary>Until a poll waits.</summary>
    internal Task HasPollAsync() => Deadline.UntilAsync(() => connection.HasPoll, "a poll waits");

    /// <summary>Until the last message is taken to its end, which is after its echo.</summary>
    internal Task HasTakenAsync() => Deadline.UntilAsync(() => !connection.IsTaking, "it is taken");

    internal bool Send(string text) =>
        connection.TrySend(new EngineMessage(System.Text.Encoding.UTF8.GetBytes(text), IsBinary: false));

    public ValueTask TakeAsync(EngineMessage message)
    {
        Assert.False(HasEnded); // nothing is taken after the end
        return application.Take(this, message);
    }

    public ValueTask EndedAsync(EngineCloseReason reason)
    {
        application.End();
        Assert.True(_ended.TrySetResult(reason)); // only once
        return ValueTask.CompletedTask;
    }
}
