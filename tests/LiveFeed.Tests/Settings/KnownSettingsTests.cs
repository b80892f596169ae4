using LiveFeed.Hosting;
using LiveFeed.Settings;
using LiveFeed.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Settings;

/// <summary>A key that is no setting is one line of the log. The service starts all the same.</summary>
public sealed class KnownSettingsTests
{
    [Theory]
    [InlineData("LiveFeed:Log:Durabilty", "; did you mean LiveFeed:Log:Durability?")]
    [InlineData("LiveFeed:Limit:Connections", "LiveFeed:Limit is no setting; did you mean LiveFeed:Limits?")]
    [InlineData("LiveFeed:Durability", "; did you mean LiveFeed:Log:Durability?")]
    [InlineData("LiveFeed:Access:Keys:0:Named", "; did you mean LiveFeed:Access:Keys:0:Name?")]
    [InlineData("LiveFeed:SocketIo:Recovery:Enable", "; did you mean LiveFeed:SocketIo:Recovery:Enabled?")]
    [InlineData("LiveFeed:Proxys:0", "LiveFeed:Proxys is no setting; did you mean LiveFeed:Proxies?")]
    [InlineData("LiveFeed:Log:MaxAge:Days", "LiveFeed:Log:MaxAge:Days is no setting")]
    [InlineData("LiveFeed:Nonsense", "LiveFeed:Nonsense is no setting")]
    public void A_key_that_is_no_setting_is_told_with_the_nearest_one(string key, string words)
    {
        var line = Assert.Single(Told((key, "secret")));

        Assert.StartsWith("Warning: ", line, StringComparison.Ordinal);
        Assert.EndsWith(words.StartsWith(';') ? $"{key} is no setting{words}" : words, line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LiveFeed:Log", "LiveFeed:Log:Provider")]
    [InlineData("LiveFeed:Access:Keys:0", "LiveFeed:Access:Keys:0:Name")]
    public void A_value_of_a_whole_section_is_told_with_a_key_that_it_has(string key, string within)
    {
        var line = Assert.Single(Told((key, "secret")));

        Assert.Equal($"Warning: {key} is a section whose own value is not used; set {within} or its like", line);
        Assert.DoesNotContain("secret", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_section_that_is_none_is_told_once_whatever_is_under_it() =>
        Assert.Single(Told(("LiveFeed:Other:A", "1"), ("LiveFeed:Other:B:C", "2")));

    [Fact]
    public void No_setting_of_the_file_or_the_documentation_is_told()
    {
        string[] documented =
        [
            "LiveFeed:Log:Retention:0:Topics:0", "LiveFeed:Access:Keys:0:Publish:0", "LiveFeed:Access:Jwt:Audience",
            "LiveFeed:Metrics:Thresholds:1:Below", "LiveFeed:SocketIo:Transports:0", "LiveFeed:Access:Tickets:SigningKey",
            "LiveFeed:Cors:Origins:0", "LiveFeed:Boards:EmbedSources:0", "LiveFeed:Examples:Enabled", "livefeed:proxies:0",
        ];

        Assert.Empty(Told([.. documented.Select(key => (key, "1"))]));
    }

    [Fact]
    public async Task A_service_with_such_a_key_starts_and_has_told_it_before()
    {
        using var service = await ServiceProcess.StartAsync(
            "--LiveFeed:Log:Provider=memory", "--LiveFeed:Log:Durabilty=commit");

        Assert.Contains(
            "LiveFeed:Log:Durabilty is no setting; did you mean LiveFeed:Log:Durability?",
            service.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_is_refused_has_told_such_a_key_too()
    {
        var (exitCode, output) = await ServiceProcess.RunToEndAsync(
            "--LiveFeed:Log:Provider=memory", "--LiveFeed:Acess:Keys:0:Name=x", "--LiveFeed:Log:MaxEvents=0");

        Assert.Equal(1, exitCode);
        Assert.Contains("did you mean LiveFeed:Access?", output, StringComparison.Ordinal);
        Assert.Contains("LiveFeed:Log:MaxEvents must be", output, StringComparison.Ordinal);
    }

    // Beside what the service's own file sets.
    private static IReadOnlyList<string> Told(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Configuration.AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"));
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(one => one.Key, one => (string?)one.Value));
        builder.AddLiveFeed();
        using var services = builder.Services.BuildServiceProvider();
        var logger = new RecordingLogger<KnownSettings>();

        new KnownSettings(services.GetServices<SettingsSection>(), logger).TellOthers(builder.Configuration);

        return logger.Messages;
    }
}
