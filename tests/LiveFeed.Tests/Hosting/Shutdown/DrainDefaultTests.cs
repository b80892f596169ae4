using LiveFeed.Clients;
using LiveFeed.Hosting.Shutdown;
using LiveFeed.Log;
using Microsoft.Extensions.Options;

namespace LiveFeed.Tests.Hosting.Shutdown;

public sealed class DrainDefaultTests
{
    [Theory]
    [InlineData("memory", 0)]
    [InlineData("sqlite", 0)]
    [InlineData("redis", 10)]
    public void With_a_log_that_nodes_share_a_drain_takes_10_seconds(string provider, int seconds)
    {
        var delivery = new DeliveryOptions();

        Default(provider).PostConfigure(null, delivery);

        Assert.Equal(TimeSpan.FromSeconds(seconds), delivery.Drain);
    }

    [Fact]
    public void A_time_that_is_set_holds()
    {
        var delivery = new DeliveryOptions { Drain = TimeSpan.FromSeconds(3) };

        Default("memory").PostConfigure(null, delivery);

        Assert.Equal(TimeSpan.FromSeconds(3), delivery.Drain);
    }

    private static DrainDefault Default(string provider) =>
        new(Options.Create(new LogOptions { Provider = Enum.Parse<LogProvider>(provider, ignoreCase: true) }));
}
