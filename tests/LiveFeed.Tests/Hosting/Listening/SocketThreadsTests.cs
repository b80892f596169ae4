using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Hosting.Listening;

/// <summary>How many threads of the service's process wait for sockets: the runtime has more where they also work.</summary>
public sealed class SocketThreadsTests(RedisFixture fixture) : IClassFixture<RedisFixture>
{
    private static readonly int Few = Math.Max(1, Environment.ProcessorCount / 2);

    [Fact]
    public async Task With_the_log_on_Redis_each_processor_has_a_thread_that_waits_for_sockets_and_goes_on_with_the_work()
    {
        Assert.Equal(Environment.ProcessorCount, await CountAsync([]));
    }

    [Fact]
    public async Task Where_a_certificate_may_have_to_be_checked_these_threads_only_wait()
    {
        Assert.InRange(
            await CountAsync([
                "--LiveFeed:Access:Jwt:Authority=https://127.0.0.1:1/", "--LiveFeed:Access:Jwt:Audience=livefeed",
            ]),
            1,
            Few);
    }

    [Fact]
    public async Task What_the_runtimes_own_variable_says_stays()
    {
        Assert.InRange(
            await CountAsync([], new() { ["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "0" }), 1, Few);
    }

    private async Task<int> CountAsync(string[] settings, Dictionary<string, string>? environment = null)
    {
        using var service = await ServiceProcess.StartAsync(
            [
                "--LiveFeed:Log:Provider=Redis",
                $"--LiveFeed:Log:Redis:Configuration={fixture.Redis.Configuration}",
                .. settings,
            ],
            [],
            environment);
        return Directory.GetDirectories($"/proc/{service.Id}/task").Count(thread => NameOf(thread) == ".NET Sockets");
    }

    // Null when it has just ended.
    private static string? NameOf(string thread)
    {
        try
        {
            return File.ReadAllText(Path.Combine(thread, "comm")).Trim();
        }
        catch (IOException)
        {
            return null;
        }
    }
}
