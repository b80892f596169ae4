using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using LiveFeed.Telemetry;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Hosting;

/// <summary>The example alerts ask for what the service exposes.</summary>
public sealed partial class AlertTests
{
    [Fact]
    public async Task Every_metric_that_an_alert_asks_for_is_one_of_the_services()
    {
        await using var server = new LiveFeedServer();
        var exposed = new HashSet<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
            exposed.UnionWith(instrument.Meter.Name == LiveFeedMetrics.Name ? Names(instrument) : []);
        listener.Start();
        _ = server.Services.GetRequiredService<LiveFeedMetrics>();

        var asked = MetricName().Matches(
            await File.ReadAllTextAsync(RepositoryFile("docs/alerts.yml"), TestContext.Current.CancellationToken))
            .Select(match => match.Value).ToHashSet();

        Assert.NotEmpty(asked);
        Assert.Empty(asked.Except(exposed));
    }

    // As the exporter for Prometheus writes them.
    private static string[] Names(Instrument instrument)
    {
        var name = instrument.Name.Replace('.', '_');
        return instrument switch
        {
            Histogram<double> => [$"{name}_seconds", $"{name}_seconds_bucket"],
            Histogram<long> => [$"{name}_bucket"],
            Counter<long> or ObservableCounter<long> => [$"{name}_total"],
            _ => [name],
        };
    }

    private static string RepositoryFile(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "LiveFeed.sln")))
        {
            folder = folder.Parent!;
        }

        return Path.Combine(folder.FullName, path);
    }

    [GeneratedRegex(@"\blivefeed_[a-z_]+")]
    private static partial Regex MetricName();
}
