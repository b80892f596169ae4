using LiveFeed.Scheduling;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Streaming.SocketIo;

/// <summary>
/// The turns of one socket's handlers, one after another. The connection is read on meanwhile; not when many events wait,
/// unless a handler waits for an acknowledgement, which would be behind them.
/// </summary>
internal sealed partial class HandlerTurns(ILogger logger)
{
    /// <summary>Max bytes that wait. A single event may be larger.</summary>
    internal const int EndsAboveBytes = 4 << 20;

    private const int WaitsAbove = 64;
    private const int WaitsAboveBytes = 256 << 10;
    private const int BytesOfOne = 256; // of an event, besides its values

    private Task _last = Task.CompletedTask; // the task that reads, then the one that ends the socket
    private int _waiting; // by Interlocked, like the next
    private int _bytes;

    /// <summary>No handler runs.</summary>
    internal bool IsIdle => _last.IsCompleted;

    private bool IsFull => Volatile.Read(ref _waiting) > WaitsAbove || Volatile.Read(ref _bytes) > WaitsAboveBytes;

    /// <summary>Gives a handler its turn. Waits when many wait already.</summary>
    /// <param name="bytes">What the handler holds meanwhile.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="owed">While the client owes one, this does not wait.</param>
    /// <returns>False when too much waits: the connection must end.</returns>
    internal async ValueTask<bool> RunAsync(int bytes, Func<Task> handler, OwedAcknowledgements owed)
    {
        if (Volatile.Read(ref _bytes) > EndsAboveBytes)
        {
            return false;
        }

        var before = _last;
        _last = RunAfterAsync(before, bytes + BytesOfOne, handler);
        if (IsFull)
        {
            await Task.WhenAny(before, owed.Any);
        }

        return true;
    }

    /// <summary>Gives it the next turn, and never waits.</summary>
    internal void Add(Func<Task> handler) => _last = RunAfterAsync(_last, bytes: 0, handler);

    private async Task RunAfterAsync(Task before, int bytes, Func<Task> handler)
    {
        Interlocked.Increment(ref _waiting);
        Interlocked.Add(ref _bytes, bytes);
        try
        {
            await before;

            // A long POST is long work. Handlers would stay among it after each wait.
            await (LowPriorityWork.IsHere ? Task.Run(handler) : handler());
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
