using System.IO.Pipelines;
using LiveFeed.Hosting.Listening;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Hosting.Listening;

public sealed class FairInputTests : IDuplexPipe
{
    private readonly Pipe _pipe = new(new PipeOptions(useSynchronizationContext: false));
    private readonly FairInput _input;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public FairInputTests() => _input = new FairInput(this);

    public PipeReader Input => _pipe.Reader;

    public PipeWriter Output => throw new NotSupportedException();

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
    public async Task A_read_that_waits_for_its_turn_can_be_cancelled()
    {
        await _pipe.Writer.WriteAsync("a message"u8.ToArray(), Cancelled);
        Assert.All(Enumerable.Range(1, FairInput.ReadsInTurn - 1), _ => Assert.True(IsThere()));
        _input.CancelPendingRead();

        Assert.True((await _input.ReadAsync(Cancelled).WithinDeadline()).IsCanceled);
    }

    // Reads what is there, and leaves it there.
    private bool IsThere()
    {
        var reading = _input.ReadAsync(Cancelled);
        if (!reading.IsCompletedSuccessfully)
        {
            return false;
        }

        _input.AdvanceTo(reading.Result.Buffer.Start);
        return true;
    }
}
