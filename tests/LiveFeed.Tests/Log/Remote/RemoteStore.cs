using LiveFeed.Log;
using LiveFeed.Log.Memory;
using Microsoft.Extensions.Options;

namespace LiveFeed.Tests.Log.Remote;

/// <summary>
/// A store elsewhere: it answers after a while, may fail before or after it did what it was asked, and may be replaced.
/// </summary>
internal sealed class RemoteStore(IOptions<LogOptions> options, TimeProvider time) : IAsyncDisposable
{
    private volatile MemoryEventLog _log = new(options, time);

    /// <summary>The store has new events, or is a new one. Raised on the thread that caused it.</summary>
    internal event Action? Changed;

    /// <summary>Passes on the way there, and again on the way back.</summary>
    internal Func<Task> Way { get; set; } = async () => await Task.Yield();

    /// <summary>Nothing reaches it. Set by the test, as the next.</summary>
    internal bool IsAway { get => Volatile.Read(ref field); set => Volatile.Write(ref field, value); }

    /// <summary>It does what it is asked, and the answer is lost.</summary>
    internal bool LosesAnswers { get => Volatile.Read(ref field); set => Volatile.Write(ref field, value); }

    /// <summary>The one that there is now.</summary>
    internal IEventLog Current => _log;

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    /// <summary>An empty one takes its place, with another epoch.</summary>
    internal void Replace()
    {
        _log = new MemoryEventLog(options, time);
        Changed?.Invoke();
    }

    /// <summary>Another node does something with it.</summary>
    internal async Task ActAsync(Func<MemoryEventLog, Task> act)
    {
        await act(_log);
        Changed?.Invoke();
    }

    internal async Task<(string Epoch, T Answer)> AskAsync<T>(Func<MemoryEventLog, ValueTask<T>> question)
    {
        await Way();
        if (IsAway)
        {
            throw new LogUnavailableException("the store does not answer");
        }

        var log = _log;
        var head = log.Head;
        var answer = await question(log);
        if (log.Head > head)
        {
            Changed?.Invoke();
        }

        await Way();
        return LosesAnswers ? throw new LogUnavailableException("the store did not answer") : (log.Epoch, answer);
    }
}
