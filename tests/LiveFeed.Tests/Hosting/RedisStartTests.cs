using LiveFeed.Tests.Deploy;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Hosting;

/// <summary>A Redis that must not be used: the service says in one line why it does not start.</summary>
public sealed class RedisStartTests
{
    [Fact]
    public async Task A_Redis_that_is_not_there_is_named_in_one_line()
    {
        using var nobody = new HeldPort();

        await AssertRefusedAsync($"127.0.0.1:{nobody.Number},connectTimeout=500", "Redis cannot be reached");
    }

    [Fact]
    public async Task A_Redis_that_would_throw_events_away_is_refused()
    {
        await using var redis = await RedisProcess.StartAsync("--maxmemory-policy", "allkeys-lru");

        await AssertRefusedAsync(redis.Configuration, "maxmemory-policy allkeys-lru");
    }

    [Fact]
    public async Task At_commit_a_Redis_that_may_lose_what_it_has_acknowledged_is_refused()
    {
        await using var redis = await RedisProcess.StartAsync("--appendonly", "yes", "--appendfsync", "everysec");

        await AssertRefusedAsync(redis.Configuration, "set appendfsync always", "--LiveFeed:Log:Durability=commit");
    }

    [Fact]
    public async Task A_wrong_password_is_said_and_not_shown()
    {
        await using var redis = await RedisProcess.StartAsync();
        await redis.Database.ExecuteAsync("ACL", "SETUSER", "livefeed", "on", ">right", "+@all", "~*", "&*");
        await redis.Database.ExecuteAsync("ACL", "SETUSER", "default", "resetpass", ">other"); // else it is enough, too

        var output = await AssertRefusedAsync(
            $"{redis.Configuration},user=livefeed,password=wr0ng,connectTimeout=1000", "Redis cannot be reached");
        Assert.DoesNotContain("wr0ng", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Redis_with_TLS_is_used_when_its_certificate_is_trusted_and_refused_otherwise()
    {
        using var folder = new TempFolder();
        using var port = new HeldPort();
        ProxyCertificate.WriteTo(folder);
        await using var redis = await RedisProcess.StartAsync(
            "--tls-port", $"{port.Number}", "--tls-auth-clients", "no",
            "--tls-cert-file", folder.File("fullchain.pem"), "--tls-key-file", folder.File("privkey.pem"));
        var configuration = $"localhost:{port.Number},ssl=true,connectTimeout=";
        string[] settings = ["--LiveFeed:Log:Provider=redis", $"--LiveFeed:Log:Redis:Configuration={configuration}30000"];
        var trust = new Dictionary<string, string>
        {
            ["SSL_CERT_FILE"] = folder.File("fullchain.pem"),
        };

        using (var service = await ServiceProcess.StartAsync(settings, [], trust))
        {
            await service.Http.PublishNumbersAsync("demo/a", 1);
        }

        await AssertRefusedAsync($"{configuration}2000", "Redis cannot be reached");
    }

    [Theory]
    [InlineData("", "LiveFeed:Log:Redis:Configuration must be")]
    [InlineData("localhost:6379,nonsense=1", "LiveFeed:Log:Redis:Configuration is no")]
    public async Task A_configuration_string_that_is_none_is_said(string configuration, string reason) =>
        await AssertRefusedAsync(configuration, reason);

    private static async Task<string> AssertRefusedAsync(string configuration, string reason, params string[] settings)
    {
        var (exitCode, output) = await ServiceProcess.RunToEndAsync(
            ["--LiveFeed:Log:Provider=redis", $"--LiveFeed:Log:Redis:Configuration={configuration}", .. settings]);

        Assert.NotEqual(0, exitCode);
        Assert.Contains(reason, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal); // no stack trace
        return output;
    }
}
