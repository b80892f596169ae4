using System.Net;
using LiveFeed.Log;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Hosting.Health;

public sealed class HealthTests
{
    [Theory]
    [InlineData("/healthz/live")]
    [InlineData("/healthz/ready")]
    [InlineData("/healthz/serving")]
    public async Task A_service_that_works_is_alive_and_ready(string path)
    {
        await using var server = new LiveFeedServer();

        var health = await server.Http.GetJsonAsync(path);

        Assert.Equal("healthy", health.GetProperty("status").GetString());
    }

    [Fact]
    public async Task With_a_log_that_cannot_write_a_service_is_alive_and_serves_and_is_not_ready_until_it_can_again()
    {
        FailingLog? log = null;
        await using var server = new LiveFeedServer(services => FailingLog.AddTo(services, made => log = made));
        log!.Failure = new LogUnavailableException("the disk is full");

        var health = await server.Http.GetJsonAsync("/healthz/ready", HttpStatusCode.ServiceUnavailable);
        await server.Http.GetJsonAsync("/healthz/live");
        await server.Http.GetJsonAsync("/healthz/serving");
        log.Failure = null;

        Assert.Contains("the disk is full", health.GetRawText(), StringComparison.Ordinal);
        await server.Http.GetJsonAsync("/healthz/ready");
    }

    [Theory]
    [InlineData("X-Forwarded-For", "192.0.2.1", "the disk is full", false)]
    [InlineData("X-Nothing", "1", "the disk is full", true)] // who asks on this machine
    [InlineData("X-API-Key", "admin", "the disk is full", true)]
    public async Task The_reason_of_not_ready_is_shown_on_this_machine_and_to_admins_and_to_nobody_else(
        string header, string value, string why, bool isTold)
    {
        FailingLog? log = null;
        await using var server = new LiveFeedServer(
            services => FailingLog.AddTo(services, made => log = made),
            [
                ("Proxies:0", "127.0.0.1"),
                .. Credentialed.ApiKey(0, "admin", admin: true),
                .. Credentialed.ApiKey(1, "other", ["**"], ["**"]),
            ]);
        log!.Failure = new LogUnavailableException(why);
        (string, string)[] through =
            header == "X-API-Key" ? [("X-Forwarded-For", "192.0.2.1"), (header, value)] : [(header, value)];

        using var response = await server.SendAsync("GET", "/healthz/ready", through);

        var health = await response.ReadJsonAsync(HttpStatusCode.ServiceUnavailable);
        Assert.Equal("unhealthy", health.GetProperty("status").GetString());
        Assert.Equal(isTold ? why : "unhealthy", health.GetProperty("checks").GetProperty("log").GetString());
    }

    [Theory]
    [InlineData("X-API-Key", "other")]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("Via", "1.1 proxy")]
    public async Task The_reason_is_hidden_from_followers_and_from_callers_through_an_unknown_proxy(
        string header, string value)
    {
        FailingLog? log = null;
        await using var server = new LiveFeedServer(
            services => FailingLog.AddTo(services, made => log = made),
            [
                ("Proxies:0", "127.0.0.1"),
                .. Credentialed.ApiKey(0, "admin", admin: true),
                .. Credentialed.ApiKey(1, "other", ["**"], ["**"]),
            ]);
        log!.Failure = new LogUnavailableException("the disk is full");
        (string, string)[] through =
            header == "X-API-Key" ? [("X-Forwarded-For", "192.0.2.1"), (header, value)] : [(header, value)];

        using var response = await server.SendAsync("GET", "/healthz/ready", through);

        Assert.DoesNotContain(
            "disk",
            (await response.ReadJsonAsync(HttpStatusCode.ServiceUnavailable)).GetRawText(),
            StringComparison.Ordinal);
    }
}
