using System.IO.Pipelines;
using LiveFeed.Access.Limits;
using LiveFeed.Bodies;
using LiveFeed.Http;
using LiveFeed.Memory;
using LiveFeed.Scheduling;
using LiveFeed.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace LiveFeed.Tests.Ingest;

/// <summary>Threads for long work read and parse large bodies, so that they hold up nobody.</summary>
public sealed class LongBodyTests : IDisposable
{
    private readonly LowPriorityWork _work = new(threads: 1);
    private readonly MemoryBudget _budget = new(96 << 20);

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData(1, false)]
    [InlineData(BodyReader.ShortBytes, false)]
    [InlineData(BodyReader.ShortBytes + 1, true)]
    [InlineData(3_000_000, true)]
    public async Task A_body_is_long_work_from_64_KiB_on(int bytes, bool isLong)
    {
        var body = Enumerable.Range(0, bytes).Select(n => (byte)('a' + (n % 26))).ToArray();
        var wasLong = !isLong;
        var was = Array.Empty<byte>();

        await ReadAsync(PipeReader.Create(new MemoryStream(body)), limit: 4_000_000, held =>
        {
            (wasLong, was) = (LowPriorityWork.IsHere, held.ToArray());
            return ValueTask.FromResult<Results<EmptyHttpResult, FeedProblem>>(TypedResults.Empty);
        });

        Assert.Equal(isLong, wasLong);
        Assert.Equal(body, was);
        Assert.Equal(0, _budget.Held);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1_000_000)]
    public async Task A_body_that_comes_in_pieces_is_held_while_it_is_incomplete_and_let_go_after_its_answer(int bytes)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        var held = -1L;
        var reading = ReadAsync(pipe.Reader, limit: 2_000_000, body =>
        {
            held = _budget.Held;
            return ValueTask.FromResult<Results<EmptyHttpResult, FeedProblem>>(TypedResults.Empty);
        });

        await pipe.Writer.WriteAsync(new byte[bytes], TestContext.Current.CancellationToken);
        await Deadline.UntilAsync(() => _budget.Held >= bytes, "what has come is held");
        await pipe.Writer.CompleteAsync();
        await reading;

        Assert.InRange(held, bytes, bytes + (16 << 10));
        Assert.Equal(0, _budget.Held);
    }

    [Fact]
    public void A_body_for_which_there_is_no_room_gives_back_what_it_held_at_once()
    {
        var budget = new BodyBudget(_budget);
        using var other = new BodyMemory(budget);
        Assert.True(other.TryHold(_budget.Limit / 4));
        using var body = new BufferedBody(new BodyMemory(budget), limit: (int)_budget.Limit);
        Assert.True(body.TryAdd(new(new byte[1 << 20])));

        Assert.False(body.TryAdd(new(new byte[_budget.Limit / 2])));

        Assert.Equal(other.Bytes, _budget.Held);
    }

    [Fact]
    public async Task A_reader_of_a_body_gets_its_bytes_and_checks_itself_whether_they_are_text()
    {
        byte[] bytes = [0, 0xff, 0xfe, 0x80];
        var (was, isText) = (Array.Empty<byte>(), true);

        await ReadAsync(PipeReader.Create(new MemoryStream(bytes)), limit: 100, held =>
        {
            (was, isText) = (held.ToArray(), held.MustBeText() is null);
            return ValueTask.FromResult<Results<EmptyHttpResult, FeedProblem>>(TypedResults.Empty);
        });

        Assert.Equal(bytes, was);
        Assert.False(isText);
    }

    private async Task ReadAsync(
        PipeReader body, int limit, Func<BufferedBody, ValueTask<Results<EmptyHttpResult, FeedProblem>>> take)
    {
        var reader = new BodyReader(
            Options.Create(new LimitsOptions()), new BodyBudget(_budget), _work, TimeProvider.System);
        var context = new DefaultHttpContext();
        context.Features.Set<IRequestBodyPipeFeature>(new Body(body));
        await reader.TakeAsync(context.Request, limit, "the test's", take);
    }

    private sealed record Body(PipeReader Reader) : IRequestBodyPipeFeature;
}
