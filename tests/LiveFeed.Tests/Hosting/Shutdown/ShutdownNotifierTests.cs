using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LiveFeed.Tests.Hosting.Shutdown;

public sealed class ShutdownNotifierTests
{
    // All else in a stop is work, which takes as long as the machine needs for it; that it ends, KillTests show.
    [Fact]
    public async Task Clients_that_do_not_read_hold_up_a_stop_for_2_seconds_and_no_longer()
    {
        await using var server = new LiveFeedServer();

        var host = server.Services.GetRequiredService<IOptions<HostOptions>>().Value;

        Assert.Equal(TimeSpan.FromSeconds(2), host.ShutdownTimeout);
    }
}
