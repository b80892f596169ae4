using System.Diagnostics;
using System.Globalization;
using LiveFeed.Hosting.Health;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace LiveFeed.Tests.Hosting.Health;

/// <summary><c>LiveFeed --health</c>, as a container asks it.</summary>
public sealed class HealthSwitchTests
{
    [Theory]
    [InlineData("http://localhost:5080", "http://localhost:5080/")]
    [InlineData("http://*:8080", "http://localhost:8080/")]
    [InlineData("http://+:8080", "http://localhost:8080/")]
    [InlineData("http://0.0.0.0:8080", "http://localhost:8080/")]
    [InlineData("http://[::]:8080", "http://localhost:8080/")]
    [InlineData("http://[::1]:8080", "http://[::1]:8080/")]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080/")]
    [InlineData("https://feed.example.com:8443;http://*:8080", "http://localhost:8080/")]
    [InlineData("https://feed.example.com:8443", "https://localhost:8443/")]
    [InlineData("nonsense", "http://localhost:5080/")]
    [InlineData(null, "http://localhost:5080/")]
    public void It_asks_where_the_settings_say_that_the_service_listens(string? urls, string address) =>
        Assert.Equal(address, HealthSwitch.AddressOf(Settings(("Urls", urls))).ToString());

    [Fact]
    public void Endpoints_of_the_web_server_hold_before_Urls() => Assert.Equal(
        "http://localhost:9000/",
        HealthSwitch.AddressOf(Settings(("Urls", "http://*:1"), ("Kestrel:Endpoints:a:Url", "http://*:9000"))).ToString());

    [Theory]
    [InlineData("HTTP_PORTS", "8080;8081", "http://localhost:8080/")]
    [InlineData("HTTPS_PORTS", "8443", "https://localhost:8443/")]
    public void Ports_hold_without_Urls(string key, string ports, string address)
    {
        Assert.Equal(address, HealthSwitch.AddressOf(Settings((key, ports))).ToString());
        Assert.Equal(
            "http://localhost:1/", HealthSwitch.AddressOf(Settings((key, ports), ("Urls", "http://*:1"))).ToString());
    }

    [Theory]
    [InlineData("ASPNETCORE_URLS", "http://127.0.0.1:{0}")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "{0}")]
    public async Task It_asks_where_the_web_server_s_own_variables_say(string variable, string value)
    {
        using var port = new HeldPort();
        var program = Path.Combine(AppContext.BaseDirectory, "LiveFeed.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--health"]);
        start.Environment[variable] = value.Replace(
            "{0}", port.Number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        using var ask = new ChildProcess(start);

        await ask.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Contains($":{port.Number}/healthz/live does not answer", ask.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--health")]
    [InlineData("--health=live")]
    [InlineData("--health=ready")]
    public async Task A_service_that_works_exits_with_0(string ask)
    {
        await using var server = new LiveFeedServer();

        var (exitCode, output) = await AskAsync(ask, server.Address.ToString());

        Assert.Equal((0, ""), (exitCode, output.Trim()));
    }

    [Fact]
    public async Task A_service_that_is_not_ready_is_alive()
    {
        FailingLog? log = null;
        await using var server = new LiveFeedServer(services => FailingLog.AddTo(services, made => log = made));
        log!.Failure = new LiveFeed.Log.LogUnavailableException("the disk is full");

        var (exitCode, output) = await AskAsync("--health=ready", server.Address.ToString());

        Assert.Equal(1, exitCode);
        Assert.EndsWith("/healthz/ready answers 503.", output.Trim(), StringComparison.Ordinal);
        Assert.Equal(0, (await AskAsync("--health", server.Address.ToString())).ExitCode);
    }

    [Fact]
    public async Task Where_nothing_listens_one_line_says_so()
    {
        using var port = new HeldPort();

        var (exitCode, output) = await AskAsync("--health", $"http://localhost:{port.Number}");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("LiveFeed is not healthy.", Assert.Single(output.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_word_that_it_does_not_know_is_refused()
    {
        var (exitCode, output) = await AskAsync("--health=well", "http://localhost:1");

        Assert.Equal(1, exitCode);
        Assert.Contains("may be live or ready, not 'well'", output, StringComparison.Ordinal);
    }

    private static Task<(int ExitCode, string Output)> AskAsync(string ask, string address) =>
        ServiceProcess.RunToEndAsync(ask, $"--Urls={address}");

    private static IConfiguration Settings(params (string Key, string? Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.ToDictionary(one => one.Key, one => one.Value)).Build();
}
