using LiveFeed.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LiveFeed.Tests.Metrics;

public sealed class MetricsOptionsTests
{
    [Fact]
    public void By_default_everything_is_published_every_second_and_three_thresholds_are_watched()
    {
        var options = Bind([]);

        Assert.True(options.Enabled);
        Assert.Equal(TimeSpan.FromSeconds(1), options.Interval);
        Assert.Null(options.Topics);
        Assert.Equal(
            ["metrics/host/cpu", "metrics/host/memory/percent", "metrics/host/disk/percent"],
            options.EffectiveThresholds.Select(threshold => threshold.Topic));
    }

    [Fact]
    public void Given_thresholds_and_topics_replace_the_defaults()
    {
        var options = Bind(new()
        {
            ["Topics:0"] = "metrics/host/**",
            ["Thresholds:0:Topic"] = "metrics/process/lag",
            ["Thresholds:0:Above"] = "1000.5",
        });

        Assert.Equal(["metrics/host/**"], options.Topics!);
        var threshold = Assert.Single(options.EffectiveThresholds);
        Assert.Equal(("metrics/process/lag", 1000.5, null), (threshold.Topic, threshold.Above, threshold.Below));
    }

    [Fact]
    public void An_empty_list_of_thresholds_is_none()
    {
        using var json = new MemoryStream("""{"LiveFeed":{"Metrics":{"Thresholds":[]}}}"""u8.ToArray());

        Assert.Empty(Validated(new ConfigurationBuilder().AddJsonStream(json).Build()).EffectiveThresholds);
    }

    [Theory]
    [InlineData("Interval", "00:00:00.099", "Interval")]
    [InlineData("Interval", "01:00:01", "Interval")]
    [InlineData("Node", "a/b", "LiveFeed:Metrics:Node is 'a/b'")]
    [InlineData("Node", "*", "LiveFeed:Metrics:Node is '*'")]
    [InlineData("Topics:0", "a/**/b", "LiveFeed:Metrics:Topics:0 is 'a/**/b'")]
    [InlineData("Topics:0", "a b", "LiveFeed:Metrics:Topics:0 is 'a b'")]
    [InlineData("Thresholds:0:Topic", "metrics/*", "LiveFeed:Metrics:Thresholds:0:Topic is 'metrics/*'")]
    [InlineData("Thresholds:0:Above", "NaN", "LiveFeed:Metrics:Thresholds:0:Above is NaN")]
    [InlineData("Thresholds:0:Below", "1", "LiveFeed:Metrics:Thresholds:0:Below is 1, but must be at most its Above, 0")]
    public void A_setting_out_of_range_is_refused_with_its_key_and_value(string key, string value, string expected)
    {
        var e = Assert.Throws<OptionsValidationException>(() => Bind(new() { [key] = value }));

        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_error_is_told_at_once()
    {
        var e = Assert.Throws<OptionsValidationException>(() => Bind(new() { ["Topics:0"] = "", ["Topics:1"] = "*a" }));

        Assert.Contains("Topics:0", e.Message, StringComparison.Ordinal);
        Assert.Contains("Topics:1", e.Message, StringComparison.Ordinal);
    }

    private static MetricsOptions Bind(Dictionary<string, string?> settings) => Validated(new ConfigurationBuilder()
        .AddInMemoryCollection(
            settings.Select(setting => KeyValuePair.Create($"LiveFeed:Metrics:{setting.Key}", setting.Value)))
        .Build());

    private static MetricsOptions Validated(IConfiguration configuration)
    {
        using var services =
            new ServiceCollection().AddSingleton(configuration).AddMetricsPublisher().BuildServiceProvider();
        return services.GetRequiredService<IOptions<MetricsOptions>>().Value;
    }
}
