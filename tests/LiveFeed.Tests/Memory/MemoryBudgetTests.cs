using LiveFeed.Memory;

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
    public void What_is_in_memory_already_counts_past_the_limit()
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

    private static void InterlockedMax(ref long most, long value)
    {
        for (var seen = Interlocked.Read(ref most); value > seen;)
        {
            seen = Interlocked.CompareExchange(ref most, value, seen) is var before && before == seen ? value : before;
        }
    }
}
