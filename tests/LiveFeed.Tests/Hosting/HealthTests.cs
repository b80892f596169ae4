using System.Net;
using LiveFeed.Log;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Hosting;

public sealed class HealthTests
{
    [Theory]
    [InlineData("/healthz/live")]
    [InlineData("/healthz/ready")]
    public async Task A_service_that_works_is_alive_and_ready(string path)
    {
        await using var server = new LiveFeedServer();

        var health = await server.Http.GetJsonAsync(path);

        Assert.Equal("healthy", health.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_log_that_cannot_write_is_alive_but_not_ready_until_it_can_again()
    {
        FailingLog? log = null;
        await using var server = new LiveFeedServer(services => FailingLog.AddTo(services, made => log = made));
        log!.Failure = new LogUnavailableException("the disk is full");

        var health = await server.Http.GetJsonAsync("/healthz/ready", HttpStatusCode.ServiceUnavailable);
        await server.Http.GetJsonAsync("/healthz/live");
        log.Failure = null;

        Assert.Contains("the disk is full", health.GetRawText(), StringComparison.Ordinal);
        await server.Http.GetJsonAsync("/healthz/ready");
    }
}
