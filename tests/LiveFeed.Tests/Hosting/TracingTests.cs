using System.Collections.Concurrent;
using System.Diagnostics;
using LiveFeed.Telemetry;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Hosting;

public sealed class TracingTests
{
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

        await server.Http.PublishNumbersAsync("traced/topic", 1_234);

        // Other tests publish too; none of them this many at once.
        Assert.Contains(appends, append => append.GetTagItem("livefeed.events") is > 400 && append.Parent?.Source.Name == "Microsoft.AspNetCore");
    }
}
