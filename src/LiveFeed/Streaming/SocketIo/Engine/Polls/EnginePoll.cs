namespace LiveFeed.Streaming.SocketIo.Engine.Polls;

/// <summary>
/// One poll, from its request to its answer. Whoever has something for the client gives the answer; the request's task
/// writes it. Any thread.
/// </summary>
internal sealed class EnginePoll
{
    private readonly TaskCompletionSource<List<byte[]>?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly CancellationTokenSource _cut = new();

    /// <summary>Cancelled when its answer must not be written any longer.</summary>
    internal CancellationToken Cut => _cut.Token;

    /// <summary>The packets of the answer; null when the poll is refused.</summary>
    internal Task<List<byte[]>?> Packets => _answer.Task;

    /// <summary>Gives the answer. Nobody waits until it is written.</summary>
    internal void Answer(List<byte[]>? packets) => _answer.TrySetResult(packets);

    /// <summary>
    /// Gives the answer, and waits until it is written. False when the client is gone, or the wait cut off.
    /// </summary>
    internal async ValueTask<bool> AnswerAsync(List<byte[]> packets, CancellationToken cutOff)
    {
        Answer(packets);
        await using (cutOff.UnsafeRegister(static it => ((TaskCompletionSource<bool>)it!).TrySetResult(false), _written))
        {
            return await _written.Task;
        }
    }

    /// <summary>Ends an answer that is being written.</summary>
    internal void CutOff() => _ = _cut.CancelAsync(); // runs no callback on this thread

    /// <summary>The request's task has written the answer, or could not.</summary>
    internal void Wrote(bool isWhole) => _written.TrySetResult(isWhole);
}
