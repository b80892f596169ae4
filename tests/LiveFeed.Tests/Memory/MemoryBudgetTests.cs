using LiveFeed.Memory;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Memory;

public sealed class MemoryBudgetTests
{
    [Fact]
    public void Bytes_that_fit_are_taken_and_no_more()
    {
        var budget = new MemoryBudget(limit: 100);

        Assert.True(budget.TryTake(60));
        Assert.False(budget.TryTake(41));
        Assert.True(budget.TryTake(40));
        Assert.Equal(100, budget.Held);
    }

    [Fact]
    public void Bytes_that_are_in_memory_already_count_past_the_limit()
    {
        var budget = new MemoryBudget(limit: 100);

        budget.Take(150);
        Assert.False(budget.TryTake(1));
        budget.Return(51);
        Assert.True(budget.TryTake(1));
    }

    [Fact]
    public void Many_threads_never_exceed_the_limit()
    {
        var budget = new MemoryBudget(limit: 10);
        var most = 0L;

        Parallel.For(0, 10_000, _ =>
        {
            if (budget.TryTake(3))
            {
                InterlockedMax(ref most, budget.Held);
                budget.Return(3);
            }
        });

        Assert.InRange(most, 3, 9);
        Assert.Equal(0, budget.Held);
    }

    [Fact]
    public async Task Waiting_requests_are_served_in_turn_as_bytes_are_returned()
    {
        var budget = new MemoryBudget(limit: 100);
        budget.Take(100);
        var (first, second) = (budget.Ask(60), budget.Ask(10));

        budget.Return(50);
        Assert.False(first.IsOver);
        Assert.False(second.IsOver); // though it would fit
        budget.Return(10);
        Assert.True(await first.Answer);
        Assert.False(second.IsOver);
        budget.Return(10);
        Assert.True(await second.Answer);

        Assert.Equal(100, budget.Held);
        Assert.False(budget.IsAwaited);
    }

    [Fact]
    public async Task A_request_gets_its_bytes_at_once_while_there_is_room()
    {
        var budget = new MemoryBudget(limit: 100);

        Assert.True(await budget.Ask(100).Answer);
        Assert.Equal(100, budget.Held);
    }

    [Fact]
    public async Task A_cancelled_request_holds_nothing_and_stops_nobody()
    {
        var budget = new MemoryBudget(limit: 100);
        budget.Take(100);
        var (first, second) = (budget.Ask(80), budget.Ask(50));

        first.GiveUp();
        budget.Return(50);

        Assert.False(await first.Answer);
        Assert.True(await second.Answer);
        Assert.Equal(100, budget.Held);
    }

    [Fact]
    public async Task When_the_first_in_line_gives_up_those_behind_it_that_fit_are_served_at_once()
    {
        var budget = new MemoryBudget(limit: 100);
        budget.Take(60);
        var (first, second) = (budget.Ask(80), budget.Ask(30));

        first.GiveUp();

        Assert.True(second.IsOver && await second.Answer);
        Assert.False(budget.IsAwaited);
    }

    [Fact]
    public async Task Nothing_stays_held_after_many_threads_asked_and_returned_and_gave_up_at_once()
    {
        var budget = new MemoryBudget(limit: 10);
        var requests = new System.Collections.Concurrent.ConcurrentBag<Task>();

        Parallel.For(0, 20_000, i =>
        {
            var request = budget.Ask(1 + (i % 7));
            requests.Add(request.Answer.ContinueWith(
                answer => budget.Return(answer.Result ? request.Bytes : 0),
                TestContext.Current.CancellationToken,
                TaskContinuationOptions.None,
                TaskScheduler.Default));
            if (i % 3 == 0)
            {
                request.GiveUp();
            }
        });
        await Task.WhenAll(requests).WaitAsync(Deadline.Time, TestContext.Current.CancellationToken);

        budget.Return(0); // the last one that gave up is called now
        Assert.Equal(0, budget.Held);
        Assert.False(budget.IsAwaited);
    }

    private static void InterlockedMax(ref long most, long value)
    {
        for (var seen = Interlocked.Read(ref most); value > seen;)
        {
            seen = Interlocked.CompareExchange(ref most, value, seen) is var before && before == seen ? value : before;
        }
    }
}
