using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Hosting.Listening;

/// <summary>How many threads of the service's process wait for sockets: the runtime has more where they also work.</summary>
public sealed class SocketThreadsTests(RedisFixture fixture) : IClassFixture<RedisFixture>
{
    private const string Setting = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    [Fact]
    public async Task With_the_log_on_Redis_each_processor_has_a_thread_that_waits_for_sockets_and_goes_on_with_the_work()
    {
        using var service = await StartAsync([]);

        Assert.Equal(Environment.ProcessorCount, CountOf(service));
    }

    [Fact]
    public async Task What_the_runtimes_own_variable_says_stays()
    {
        using var service = await StartAsync(new() { [Setting] = "0" });

        Assert.InRange(CountOf(service), 1, Math.Max(1, Environment.ProcessorCount / 2));
    }

    private Task<ServiceProcess> StartAsync(Dictionary<string, string> environment) => ServiceProcess.StartAsync(
        ["--LiveFeed:Log:Provider=Redis", $"--LiveFeed:Log:Redis:Configuration={fixture.Redis.Configuration}"],
        [],
        environment);

    private static int CountOf(ServiceProcess service) => Directory.GetDirectories($"/proc/{service.Id}/task")
        .Count(thread => File.ReadAllText(Path.Combine(thread, "comm")).Trim() == ".NET Sockets");
}
