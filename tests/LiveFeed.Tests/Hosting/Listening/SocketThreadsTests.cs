using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Hosting.Listening;

/// <summary>How many threads of the service's process wait for sockets: the runtime has more where they also work.</summary>
public sealed class SocketThreadsTests(RedisFixture fixture) : IClassFixture<RedisFixture>
{
    private const string Setting = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    private static readonly int Few = Math.Max(1, Environment.ProcessorCount / 2);

    private string Redis => fixture.Redis.Configuration;

    [Fact]
    public async Task With_the_log_on_Redis_each_processor_has_a_thread_that_waits_for_sockets_and_goes_on_with_the_work()
    {
        using var service = await StartAsync([]);

        await UntilThereAreAsync(count => count == Environment.ProcessorCount, service);
    }

    [Fact]
    public async Task Where_a_certificate_may_have_to_be_checked_these_threads_only_wait()
    {
        using var service = await StartAsync(
            ["--LiveFeed:Access:Jwt:Authority=https://127.0.0.1:1/", "--LiveFeed:Access:Jwt:Audience=livefeed"]);

        await UntilThereAreAsync(count => count <= Few, service);
    }

    [Fact]
    public async Task What_the_runtimes_own_variable_says_stays()
    {
        using var service = await StartAsync([], new() { [Setting] = "0" });

        await UntilThereAreAsync(count => count <= Few, service);
    }

    [Fact]
    public async Task In_a_process_that_is_not_the_services_own_nothing_is_changed()
    {
        var before = Environment.GetEnvironmentVariable(Setting);
        await using var server = new LiveFeedServer(("Log:Provider", "Redis"), ("Log:Redis:Configuration", Redis));

        Assert.Equal(before, Environment.GetEnvironmentVariable(Setting));
        Assert.Null(before);
    }

    private Task<ServiceProcess> StartAsync(string[] settings, Dictionary<string, string>? environment = null) =>
        ServiceProcess.StartAsync(
            ["--LiveFeed:Log:Provider=Redis", $"--LiveFeed:Log:Redis:Configuration={Redis}", .. settings], [], environment);

    // A thread has the name of the one that started it until it has its own.
    private static Task UntilThereAreAsync(Func<int, bool> asExpected, ServiceProcess service) => Deadline.UntilAsync(
        () => asExpected(Directory.GetDirectories($"/proc/{service.Id}/task").Count(IsForSockets)),
        "as many threads wait for sockets");

    private static bool IsForSockets(string thread)
    {
        try
        {
            return File.ReadAllText(Path.Combine(thread, "comm")).Trim() == ".NET Sockets";
        }
        catch (IOException)
        {
            return false; // it has just ended
        }
    }
}
