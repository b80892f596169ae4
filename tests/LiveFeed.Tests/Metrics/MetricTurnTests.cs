using LiveFeed.Metrics;
using LiveFeed.Metrics.ServiceEvents;

namespace LiveFeed.Tests.Metrics;

public sealed class MetricTurnTests
{
    private const string Cpu = "metrics/host/cpu";

    private readonly ScriptedSource _source = new();

    [Fact]
    public async Task A_figure_is_an_event_whose_key_is_its_topic()
    {
        _source.Values[Cpu] = 12.3;
        await using var feed = new PublisherFeed(null, _source);

        var e = feed.Turn.Collect()[0];

        Assert.Equal((Cpu, "metric", Cpu), (e.Topic!.Value.Value, e.Name, e.Key));
        Assert.Equal("""{"value":12.3,"unit":"%"}""", e.Data.ToString());
        Assert.False(e.Data.IsText);
        Assert.Equal(feed.Time.GetUtcNow(), e.Time);
    }

    [Fact]
    public async Task The_start_is_told_once()
    {
        await using var feed = new PublisherFeed();
        var version = typeof(MetricTurn).Assembly.GetName().Version!.ToString(3);
        var (pid, host) = (Environment.ProcessId, Environment.MachineName);

        var e = Assert.Single(feed.TakeTurn());

        Assert.Equal($$"""system/service service.started {"version":"{{version}}","pid":{{pid}},"host":"{{host}}"}""", e);
        Assert.Empty(feed.TakeTurn());
    }

    [Fact]
    public async Task Only_selected_topics_are_published()
    {
        _source.Values[Cpu] = 1;
        _source.Values["metrics/host/cpu/0"] = 2;
        _source.Values["metrics/process/cpu"] = 3;
        await using var feed = new PublisherFeed(
            new MetricsOptions { Topics = ["metrics/host/*", "metrics/process/**"] }, _source);

        Assert.Equal([Cpu, "metrics/process/cpu"], feed.TakeTurn().Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public async Task A_node_with_a_name_publishes_under_it_what_settings_name_without_it()
    {
        _source.Values[Cpu] = 99;
        _source.Values["metrics/process/cpu"] = 3;
        await using var feed = new PublisherFeed(
            new MetricsOptions { Node = "node-1", Topics = ["metrics/host/**", "system/thresholds"] }, _source);

        var events = feed.Turn.Collect();

        Assert.Equal(
            ["metrics/node-1/host/cpu", "system/thresholds"], events.Select(e => e.Topic!.Value.Value));
        Assert.Equal("metrics/node-1/host/cpu", events[0].Key);
        Assert.Contains("\"topic\":\"metrics/node-1/host/cpu\"", events[1].Data.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_threshold_is_watched_although_its_metric_is_not_published()
    {
        _source.Values[Cpu] = 99;
        await using var feed = new PublisherFeed(new MetricsOptions { Topics = ["system/thresholds"] }, _source);

        Assert.Equal(
            [
                "system/thresholds threshold.crossed " +
                """{"topic":"metrics/host/cpu","value":99,"unit":"%","threshold":90,"direction":"above"}""",
            ],
            feed.TakeTurn());
    }

    [Fact]
    public async Task A_threshold_is_told_again_only_after_the_value_fell_to_its_lower_limit()
    {
        await using var feed = new PublisherFeed(
            new MetricsOptions
            {
                Topics = ["system/thresholds"],
                Thresholds = [new MetricThreshold { Topic = Cpu, Above = 90, Below = 80 }],
            },
            _source);
        var told = new List<double>();
        foreach (var value in new[] { 85, 90, 91, 95, 81, 92, 80, 90, 79, 90.5 })
        {
            _source.Values[Cpu] = value;
            if (feed.TakeTurn().Count > 0)
            {
                told.Add(value);
            }
        }

        Assert.Equal([91, 80, 90.5], told);
    }

    [Fact]
    public async Task A_threshold_without_a_lower_limit_is_crossed_both_ways_at_the_same_value()
    {
        await using var feed = new PublisherFeed(
            new MetricsOptions
            {
                Topics = ["system/thresholds"],
                Thresholds = [new MetricThreshold { Topic = Cpu, Above = 50 }],
            },
            _source);
        _source.Values[Cpu] = 50.01;
        feed.TakeTurn();
        _source.Values[Cpu] = 50;

        var line = Assert.Single(feed.TakeTurn());

        Assert.EndsWith(
            """{"topic":"metrics/host/cpu","value":50,"unit":"%","threshold":50,"direction":"below"}""",
            line,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_metric_crosses_no_threshold()
    {
        await using var feed = new PublisherFeed(new MetricsOptions { Topics = ["system/thresholds"] }, _source);
        _source.Values[Cpu] = 99;
        feed.TakeTurn();
        _source.Values.Clear();

        Assert.Empty(feed.TakeTurn());
    }

    [Fact]
    public async Task A_source_that_fails_is_left_out_and_logged_once_an_episode()
    {
        var broken = new ScriptedSource { Failure = new IOException("gone") };
        _source.Values[Cpu] = 1;
        await using var feed = new PublisherFeed(new MetricsOptions { Topics = ["metrics/**"] }, broken, _source);

        Assert.Single(feed.TakeTurn());
        Assert.Single(feed.TakeTurn());
        Assert.Single(feed.SamplerLog.Messages);

        broken.Failure = null;
        feed.TakeTurn();
        broken.Failure = new IOException("gone again");
        feed.TakeTurn();

        Assert.Equal(
            ["Warning", "Information", "Warning"], feed.SamplerLog.Messages.Select(message => message.Split(':')[0]));
    }

    [Fact]
    public async Task Events_are_offered_again_until_they_are_published_and_figures_are_not()
    {
        _source.Values[Cpu] = 99;
        await using var feed = new PublisherFeed(null, _source);
        feed.Turn.Collect();
        _source.Values[Cpu] = 98;

        var names = feed.Turn.Collect().ConvertAll(e => $"{e.Name} {e.Data}");

        Assert.Equal(["metric", "service.started", "threshold.crossed"], names.Select(name => name.Split(' ')[0]));
        Assert.Contains("98", names[0], StringComparison.Ordinal);
        Assert.Contains("99", names[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_that_wait_to_be_published_are_bounded()
    {
        await using var feed = new PublisherFeed();
        feed.Turn.Begin();
        for (var i = 0; i < 100; i++)
        {
            for (var join = 0; join < ActivityReporter.MaxSingle; join++)
            {
                await feed.JoinAsync();
            }

            feed.Turn.Collect();
        }

        Assert.InRange(feed.TakeTurn().Count, 200, 220);

        var summary = Assert.Single(feed.TakeTurn());
        Assert.StartsWith("""system/clients clients.changed {"joined":1""", summary, StringComparison.Ordinal);
        Assert.EndsWith(""","left":0,"clients":2000}""", summary, StringComparison.Ordinal);
    }
}
