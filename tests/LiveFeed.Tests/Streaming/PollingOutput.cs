using LiveFeed.Frames;
using LiveFeed.Streaming.Output;

namespace LiveFeed.Tests.Streaming;

/// <summary>
/// A polled transport in memory. A poll gets the same frames again until the next poll acknowledges them. With an encoder it
/// is all that a new transport has to bring.
/// </summary>
internal sealed class PollingOutput(FrameEncoder encoder) : IClientOutput
{
    private readonly List<byte[]> _batch = [];
    private TaskCompletionSource<bool> _acknowledged = new();
    private TaskCompletionSource _ready = new();

    /// <summary>The batch that waits, when there is one.</summary>
    internal async Task<IReadOnlyList<byte[]>> PollAsync()
    {
        await _ready.Task;
        return [.. _batch];
    }

    /// <summary>The last batch has arrived.</summary>
    internal void Acknowledge()
    {
        _batch.Clear();
        _ready = new TaskCompletionSource();
        _acknowledged.SetResult(true);
    }

    public int Write(Frame frame)
    {
        _batch.Add(frame.Encoded(encoder));
        return _batch[^1].Length;
    }

    public ValueTask<bool> FlushAsync(CancellationToken cutOff)
    {
        _acknowledged = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        cutOff.UnsafeRegister(static output => ((PollingOutput)output!).Abort(), this);
        _ready.TrySetResult();
        return new ValueTask<bool>(_acknowledged.Task);
    }

    public void Abort() => _acknowledged.TrySetResult(false);
}
