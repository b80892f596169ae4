using System.Threading.Channels;
using LiveFeed.Streaming.SocketIo.Engine;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.SocketIo.Engine;

/// <summary>An application whose sessions a test can look at. Every message comes back.</summary>
internal sealed class TestApplication : IEngineApplication
{
    private readonly Channel<TestSession> _sessions = Channel.CreateUnbounded<TestSession>();

    /// <summary>What a session does with a message.</summary>
    internal Func<TestSession, EngineMessage, ValueTask> Take { get; set; } = (session, message) =>
    {
        session.Connection.TrySend(message);
        return ValueTask.CompletedTask;
    };

    /// <summary>What it does as a connection begins.</summary>
    internal Action<EngineConnection> Greet { get; set; } = _ => { };

    /// <summary>What it does when it is told of the end of a connection.</summary>
    internal Action End { get; set; } = () => { };

    /// <summary>The next client that has connected.</summary>
    internal Task<TestSession> NextAsync() => _sessions.Reader.ReadAsync().WithinDeadline();

    public IEngineSession Begin(EngineConnection connection)
    {
        var session = new TestSession(connection, this);
        Greet(connection);
        _sessions.Writer.TryWrite(session);
        return session;
    }
}
