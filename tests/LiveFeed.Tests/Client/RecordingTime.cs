using System.Threading.Channels;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Client;

/// <summary>Virtual time that tells which waits were begun, so that a test goes on exactly when there is one.</summary>
internal sealed class RecordingTime : FakeTimeProvider
{
    /// <summary>Of the options of <see cref="ScriptedClient"/>: the limit of an answer is no wait.</summary>
    internal static readonly TimeSpan AnswerTimeout = TimeSpan.FromMinutes(30);

    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime != Timeout.InfiniteTimeSpan && dueTime != AnswerTimeout)
        {
            _waits.Writer.TryWrite(dueTime);
        }

        return timer;
    }

    /// <summary>The next wait that somebody has begun.</summary>
    internal Task<TimeSpan> NextWaitAsync() => _waits.Reader.ReadAsync().WithinDeadline();

    /// <summary>Lets the next wait pass, and returns how long it was.</summary>
    internal async Task<TimeSpan> PassWaitAsync()
    {
        var wait = await NextWaitAsync();
        Advance(wait);
        return wait;
    }
}
