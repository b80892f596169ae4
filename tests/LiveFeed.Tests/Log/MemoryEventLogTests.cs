using LiveFeed.Events;
using LiveFeed.Log;
using LiveFeed.Log.Memory;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Options;

namespace LiveFeed.Tests.Log;

public sealed class MemoryEventLogTests : EventLogSpecification
{
    private protected override IEventLog Open(IOptions<LogOptions> options) => new MemoryEventLog(options, Time);

    [Fact]
    public async Task Its_bytes_are_bounded_at_every_moment_and_not_only_when_it_is_trimmed()
    {
        var token = TestContext.Current.CancellationToken;
        Options.MaxBytes = 100 * TestEvents.Event("a", 1_000).Size;
        await using var log = Open(Microsoft.Extensions.Options.Options.Create(Options));
        for (var i = 0; i < 10; i++)
        {
            await log.AppendAsync([.. Enumerable.Range(1_000, 500).Select(n => TestEvents.Event("a", n))], token);

            var topics = await log.TopicsAsync(TopicPattern.Everything, token).ToListAsync(token);
            Assert.Equal(100, Assert.Single(topics).Retained);
        }
    }
}
