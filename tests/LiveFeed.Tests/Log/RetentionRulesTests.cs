using LiveFeed.Events;
using LiveFeed.Log;
using LiveFeed.Log.Trimming;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LiveFeed.Tests.Log;

public sealed class RetentionRulesTests
{
    [Theory]
    [InlineData("demo/**", false, true)]
    [InlineData("metrics/host/cpu", true, false)]
    [InlineData("*/host/cpu", true, true)]
    [InlineData("system/*", true, false)]
    [InlineData("**", true, true)]
    [InlineData("metrics", true, false)]
    [InlineData("*", true, true)]
    public void A_subscription_meets_the_rules_that_its_topics_may_belong_to(string pattern, bool figures, bool rest)
    {
        var rules = RetentionRules.Of(new LogOptions());
        var subscription = TestEvents.Following(pattern) with { Broadcasts = false };

        Assert.Equal((figures, rest), (rules.CanMeet(subscription, 1), rules.CanMeet(subscription, RetentionRules.Rest)));
        Assert.True(rules.CanMeet(subscription with { Broadcasts = true }, RetentionRules.Rest));
    }

    // Rules: what they match, the next ones have nothing of.
    [Theory]
    [InlineData("a/**", "a,a/*", "*", false)] // both match "a" alone, which the first has
    [InlineData("a/**", "a/*", "*", true)]
    [InlineData("*/b", "a/*", "a/**", false)]
    [InlineData("a/**", "a,a/*/**", "**", false)]
    [InlineData("a/**", "a,a/*/*/**", "**", true)]
    [InlineData("**", "*,*/*/**", "a/**", false)]
    public void A_subscription_does_not_meet_a_rule_whose_topics_among_its_own_all_belong_to_earlier_rules(
        string followed, string earlier, string pattern, bool meets)
    {
        var options = new LogOptions
        {
            Retention = [new RetentionRule { Topics = earlier.Split(',') }, new RetentionRule { Topics = [pattern] }],
        };

        Assert.Equal(
            meets, RetentionRules.Of(options).CanMeet(TestEvents.Following(followed) with { Broadcasts = false }, 2));
    }

    [Fact]
    public void A_bound_that_a_rule_does_not_set_is_the_one_of_the_other_topics()
    {
        var options = Bind(new()
        {
            ["MaxEvents"] = "7",
            ["MaxAge"] = "01:00:00",
            ["Retention:0:Topics:0"] = "orders/**",
            ["Retention:0:MaxBytes"] = "5000",
        });

        var rules = RetentionRules.Of(options);
        Assert.Equal(2, rules.Count); // the default rule is replaced
        Assert.Equal(new Retention(7, TimeSpan.FromHours(1), 5_000), rules.BoundsOf(1));
        Assert.Equal(1, rules.RuleOf(TopicName.Parse("orders/eu")));
        Assert.Equal(RetentionRules.Rest, rules.RuleOf(TopicName.Parse("metrics/x")));
    }

    [Fact]
    public void An_empty_list_is_no_rule_and_none_given_is_a_day_of_figures()
    {
        using var json = new MemoryStream("""{"LiveFeed":{"Log":{"Retention":[]}}}"""u8.ToArray());

        Assert.Equal(1, RetentionRules.Of(Validated(new ConfigurationBuilder().AddJsonStream(json).Build())).Count);
        Assert.Equal(new Retention(3_000_000, TimeSpan.FromDays(1), 2L << 30), RetentionRules.Of(Bind([])).BoundsOf(1));
    }

    [Theory]
    [InlineData("Retention:0:Topics:0", "a/**/b", "LiveFeed:Log:Retention:0:Topics:0 is 'a/**/b'")]
    [InlineData("Retention:0:MaxEvents", "5", "LiveFeed:Log:Retention:0:Topics must have 1 to 32 topics or patterns, not 0")]
    [InlineData(
        "Retention:0:MaxEvents", "0", "LiveFeed:Log:Retention:0:MaxEvents is '0', but must be between 1 and 1000000000")]
    [InlineData(
        "Retention:0:MaxAge",
        "00:00:00.5",
        "LiveFeed:Log:Retention:0:MaxAge is '00:00:00.5000000', but must be between 00:00:01 and 3650.00:00:00")]
    [InlineData("Retention:0:MaxBytes", "10", "LiveFeed:Log:Retention:0:MaxBytes is '10', but must be between 1024")]
    public void A_setting_that_makes_no_sense_is_refused_with_its_key_and_value(string key, string value, string expected)
    {
        var e = Assert.Throws<OptionsValidationException>(() => Bind(new() { [key] = value }));

        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    private static LogOptions Bind(Dictionary<string, string?> settings) => Validated(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.ToDictionary(pair => $"{LogOptions.Section}:{pair.Key}", pair => pair.Value))
        .Build());

    private static LogOptions Validated(IConfiguration configuration)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IValidateOptions<LogOptions>, LogOptionsValidator>();
        services.Configure<LogOptions>(configuration.GetSection(LogOptions.Section));
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<LogOptions>>().Value;
    }
}
