using System.IO.Pipelines;
using LiveFeed.Scheduling;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Scheduling;

public sealed class FairInputTests
{
    private readonly Pipe _pipe = new(new PipeOptions(useSynchronizationContext: false));
    private readonly FairInput _input;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public FairInputTests() => _input = new FairInput(_pipe.Reader);

    [Fact]
    public async Task A_reader_that_finds_bytes_again_and_again_goes_behind_other_work()
    {
        await _pipe.Writer.WriteAsync("many messages"u8.ToArray(), Cancelled);
        Assert.All(Enumerable.Range(1, FairInput.ReadsInTurn - 1), _ => Assert.True(IsThere()));

        var next = _input.ReadAsync(Cancelled);

        Assert.False(next.IsCompleted);
        _input.AdvanceTo((await next.WithinDeadline()).Buffer.Start);
        Assert.True(IsThere()); // a new turn
    }

    [Fact]
    public async Task A_reader_of_large_pieces_goes_behind_other_work_after_some_of_them()
    {
        await _pipe.Writer.WriteAsync(new byte[FairInput.BytesInTurn + 1], Cancelled);
        Assert.True(IsThere(FairInput.BytesInTurn - 1));
        Assert.True(IsThere(consumed: 1));

        var next = _input.ReadAsync(Cancelled);

        Assert.False(next.IsCompleted);
        Assert.Equal(1, (await next.WithinDeadline()).Buffer.Length);
    }

    [Fact]
    public async Task A_read_that_waits_for_its_turn_can_be_cancelled()
    {
        await _pipe.Writer.WriteAsync("a message"u8.ToArray(), Cancelled);
        Assert.All(Enumerable.Range(1, FairInput.ReadsInTurn - 1), _ => Assert.True(IsThere()));
        _input.CancelPendingRead();

        Assert.True((await _input.ReadAsync(Cancelled).WithinDeadline()).IsCanceled);
    }

    // Reads what is there, and leaves the rest of it there.
    private bool IsThere(int consumed = 0)
    {
        var reading = _input.ReadAsync(Cancelled);
        if (!reading.IsCompletedSuccessfully)
        {
            return false;
        }

        _input.AdvanceTo(reading.Result.Buffer.GetPosition(consumed));
        return true;
    }
}
