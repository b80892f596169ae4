using Microsoft.Extensions.Logging;

namespace LiveFeed.Streaming.SocketIo;

/// <summary>
/// The turns of one socket's handlers, one after another. The connection is read on meanwhile, so that a handler may wait
/// for an acknowledgement; not when many events wait.
/// </summary>
internal sealed partial class HandlerTurns(ILogger logger)
{
    private const int MaxWaiting = 64;
    private const int MaxBytes = 256 << 10;

    private Task _last = Task.CompletedTask; // the task that reads, then the one that ends the socket
    private int _waiting; // by Interlocked, like the next
    private int _bytes;

    /// <summary>No handler runs.</summary>
    internal bool IsIdle => _last.IsCompleted;

    /// <summary>Gives a handler its turn. Waits when too much waits already.</summary>
    internal async ValueTask RunAsync(int bytes, Func<Task> handler)
    {
        var before = _last;
        Interlocked.Increment(ref _waiting);
        Interlocked.Add(ref _bytes, bytes);
        _last = RunAfterAsync(before, bytes, handler);
        if (Volatile.Read(ref _waiting) > MaxWaiting || Volatile.Read(ref _bytes) > MaxBytes)
        {
            await before;
        }
    }

    private async Task RunAfterAsync(Task before, int bytes, Func<Task> handler)
    {
        try
        {
            await before;
            await handler();
        }
        catch (Exception e)
        {
            Log.Failed(logger, e);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
            Interlocked.Add(ref _bytes, -bytes);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "A handler of a Socket.IO namespace failed")]
        internal static partial void Failed(ILogger logger, Exception cause);
    }
}
