using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace LiveFeed.Hosting.Listening;

/// <summary>
/// What a client sends, read in turns: after some reads the reader goes behind all other work. Data that is there already is
/// read without a wait. So the reader of a client that never stops sending would keep its thread, and a few such clients all
/// threads. It lies below TLS, HTTP and WebSockets, which all read in a loop. One reader at a time, as with any pipe.
/// </summary>
internal sealed class FairInput(IDuplexPipe transport) : PipeReader, IDuplexPipe
{
    /// <summary>
    /// Five short messages of a WebSocket, or eight requests: some hundred microseconds. Going behind costs one of them.
    /// </summary>
    internal const int ReadsInTurn = 16;

    private readonly PipeReader _input = transport.Input;
    private int _reads; // in this turn

    public PipeReader Input => this;

    public PipeWriter Output => transport.Output;

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (++_reads < ReadsInTurn)
        {
            return _input.ReadAsync(cancellationToken);
        }

        _reads = 0;
        return ReadInNextTurnAsync(cancellationToken);
    }

    public override bool TryRead(out ReadResult result) => _input.TryRead(out result);

    public override void AdvanceTo(SequencePosition consumed) => _input.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) =>
        _input.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => _input.CancelPendingRead();

    public override void Complete(Exception? exception = null) => _input.Complete(exception);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> ReadInNextTurnAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        return await _input.ReadAsync(cancellationToken);
    }
}
