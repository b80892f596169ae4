using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace LiveFeed.Scheduling;

/// <summary>
/// What a client sends, read in turns: after some reads, or some bytes, the reader goes behind all other work. Data that is
/// there already is read without a wait. So the reader of a client that never stops sending would keep its thread, and a few
/// such clients all threads. One reader at a time, as with any pipe.
/// </summary>
internal sealed class FairInput(PipeReader input) : PipeReader
{
    /// <summary>
    /// Five short messages of a WebSocket, or eight requests: some hundred microseconds. To go behind costs one of them.
    /// </summary>
    internal const int ReadsInTurn = 16;

    /// <summary>Some hundred microseconds of what is read at once, too.</summary>
    internal const int BytesInTurn = 32 << 10;

    private ReadOnlySequence<byte> _there; // of the last read, unless that had to wait
    private int _reads; // in this turn, like the next
    private long _bytes;

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (++_reads >= ReadsInTurn || _bytes >= BytesInTurn)
        {
            (_reads, _bytes) = (0, 0);
            return ReadInNextTurnAsync(cancellationToken);
        }

        var reading = input.ReadAsync(cancellationToken);
        return reading.IsCompletedSuccessfully ? new(Noted(reading.Result)) : reading;
    }

    public override bool TryRead(out ReadResult result)
    {
        var isThere = input.TryRead(out result);
        _there = result.Buffer;
        return isThere;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (!_there.IsEmpty && consumed.GetObject() is not null)
        {
            _bytes += _there.Slice(0, consumed).Length; // a position of nothing counts for nothing
        }

        _there = default;
        input.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => input.CancelPendingRead();

    public override void Complete(Exception? exception = null) => input.Complete(exception);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> ReadInNextTurnAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        return Noted(await input.ReadAsync(cancellationToken));
    }

    private ReadResult Noted(ReadResult result)
    {
        _there = result.Buffer;
        return result;
    }
}
