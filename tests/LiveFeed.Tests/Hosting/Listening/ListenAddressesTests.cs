using System.Diagnostics;
using LiveFeed.Hosting;
using LiveFeed.Tests.Support;
using Microsoft.AspNetCore.Builder;

namespace LiveFeed.Tests.Hosting.Listening;

/// <summary>Where the service listens.</summary>
public sealed class ListenAddressesTests
{
    [Theory]
    [InlineData("", "http://localhost:5080")]
    [InlineData("--Urls=", "http://localhost:5080")]
    [InlineData("--Urls=http://localhost:7001", "http://localhost:7001")]
    [InlineData("--HTTP_PORTS=7001", null)]
    [InlineData("--HTTPS_PORTS=7001", null)]
    [InlineData("--Kestrel:Endpoints:A:Url=http://localhost:7001", null)]
    public void It_is_port_5080_of_this_machine_unless_a_setting_of_the_web_server_says_another(string setting, string? urls)
    {
        string[] given = setting.Length > 0 ? [setting] : [];
        var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false", .. given]);
        builder.AddLiveFeed();

        Assert.Equal(urls, builder.Configuration["Urls"]);
    }

    // It may not listen there without rules of access, and names the address when it says so.
    [Theory]
    [InlineData("Urls", "http://192.0.2.1:7001", "192.0.2.1:7001")]
    [InlineData("ASPNETCORE_URLS", "http://192.0.2.1:7001", "192.0.2.1:7001")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "7001", ":7001")]
    public async Task The_environment_says_where_with_the_service_s_own_file_in_its_place(
        string variable, string value, string address)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "LiveFeed.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--LiveFeed:Log:Provider=memory"]);
        start.Environment[variable] = value;
        using var service = new ChildProcess(start);

        await service.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(1, service.ExitCode);
        Assert.Contains("loopback addresses only, not on ", service.Output, StringComparison.Ordinal);
        Assert.Contains($"{address}. ", service.Output, StringComparison.Ordinal);
    }
}
