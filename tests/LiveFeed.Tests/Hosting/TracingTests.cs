using System.Collections.Concurrent;
using System.Diagnostics;
using LiveFeed.Telemetry;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Hosting;

public sealed class TracingTests
{
    private const int Batch = 777; // other tests publish too; none of them so many at once

    [Fact]
    public async Task An_append_is_a_span_within_that_of_the_post()
    {
        var appends = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is LiveFeedMetrics.Name or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.OperationName == "livefeed.append")
                {
                    appends.Enqueue(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var server = new LiveFeedServer();

        await server.Http.PublishAsync($"[{string.Join(',', Enumerable.Repeat("""{"topic":"traced","data":0}""", Batch))}]");

        Assert.Contains(appends, append =>
            append.GetTagItem("livefeed.events") is Batch && append.Parent?.Source.Name == "Microsoft.AspNetCore");
    }
}
