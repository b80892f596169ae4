using System.Globalization;
using System.Text.Json;

namespace LiveFeed.Screenshots;

/// <summary>What the pictures show: a host that is busy in a usual way, and a shop on it.</summary>
internal static class Demo
{
    private const double GiB = 1L << 30;
    private const double MiB = 1L << 20;

    internal static readonly IReadOnlyList<CompactNumber> Figures =
    [
        new("metrics/host/cpu", "%", 38, 18),
        new("metrics/host/cpu/0", "%", 44, 22), new("metrics/host/cpu/1", "%", 33, 20),
        new("metrics/host/cpu/2", "%", 25, 18), new("metrics/host/cpu/3", "%", 48, 26),
        new("metrics/host/memory/percent", "%", 62, 3), new("metrics/host/memory/used", "bytes", 9.9 * GiB, 0.5 * GiB),
        new("metrics/host/memory/available", "bytes", 6.1 * GiB, 0.5 * GiB),
        new("metrics/host/memory/total", "bytes", 16 * GiB, 0),
        new("metrics/host/disk/percent", "%", 81.4, 0.05), new("metrics/host/disk/read", "bytes/s", 1.1 * MiB, 1.6 * MiB),
        new("metrics/host/disk/write", "bytes/s", 2.6 * MiB, 1.9 * MiB),
        new("metrics/host/load/1", "count", 1.7, 0.8),
        new("metrics/host/load/5", "count", 1.5, 0.3),
        new("metrics/host/load/15", "count", 1.3, 0.1),
        new("metrics/host/network/received", "bytes/s", 3.2 * MiB, 2.2 * MiB),
        new("metrics/host/network/sent", "bytes/s", 1.4 * MiB, 0.9 * MiB),
        new("metrics/host/files/open", "count", 2_980, 60), new("metrics/host/uptime", "s", 1_234_000, 0),
        new("metrics/process/cpu", "%", 6, 3), new("metrics/process/memory/rss", "bytes", 118 * MiB, 7 * MiB),
        new("metrics/process/gc/heap", "bytes", 41 * MiB, 9 * MiB), new("metrics/process/clients", "count", 1_280, 40),
        new("metrics/process/events/in", "events/s", 420, 150), new("metrics/process/events/out", "events/s", 12_600, 4_500),
        new("metrics/process/lag", "count", 2, 2),
        new("shop/orders/rate", "count", 34, 14),
        new("shop/checkout/latency", "ms", 180, 70),
        new("shop/search/latency", "ms", 46, 18),
        new("shop/payments/latency", "ms", 310, 90), new("shop/stock/api", "ms", 28, 9),
        new("iot/hall-1/temperature", null, 21.5, 0.8, 2), new("iot/hall-2/temperature", null, 19.2, 1.1, 2),
        new("iot/yard/wind", null, 5.4, 2.6, 2),
    ];

    private static readonly string[] Regions = ["eu", "us", "asia"];
    private static readonly string[] Happenings = ["order.paid", "order.placed", "order.sent", "order.placed"];

    /// <summary>The events of one second, as <c>POST /events</c> takes them.</summary>
    internal static IEnumerable<DemoEvent> At(long second)
    {
        foreach (var figure in Figures.Where(figure => second % figure.Every == 0))
        {
            var value = figure.At(second);
            yield return figure.Unit is null
                ? new DemoEvent(figure.Topic, "message", Number(value))
                : new DemoEvent(
                    figure.Topic,
                    "metric",
                    $$"""{"value":{{Number(value)}},"unit":{{JsonSerializer.Serialize(figure.Unit)}}}""");
        }

        if (second % 3 == 0)
        {
            var (region, name) = (Regions[second / 3 % Regions.Length], Happenings[second / 3 % Happenings.Length]);
            var total = Number(Math.Round(12 + (second * 7.3 % 240), 2));
            yield return new DemoEvent(
                $"shop/orders/{region}",
                name,
                $$"""{"id":{{second % 100_000}},"total":{{total}},"items":{{1 + (second % 5)}}}""");
        }

        if (second % 41 == 0)
        {
            yield return new DemoEvent(
                "system/clients", "client.joined", $$"""{"client":"wall-{{second % 7}}","topics":["metrics/**"]}""");
        }
    }

    /// <summary>The number that a person posts a few times in the first minutes of the README.</summary>
    internal static readonly IReadOnlyList<(double Ago, string Data)> FirstPosts =
        [(58, "21.5"), (49, "21.9"), (41, "22.4"), (34, "22.1"), (26, "23"), (19, "23.6"), (11, "23.2"), (4, "24.1")];

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}
