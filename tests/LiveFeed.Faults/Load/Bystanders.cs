using LiveFeed.Bench.Load;
using LiveFeed.Bench.Servers;

namespace LiveFeed.Faults.Load;

/// <summary>
/// Clients that read at once and a steady publisher, on a thread of their own. They measure what they notice of the others.
/// </summary>
internal static class Bystanders
{
    internal const string Topic = "bystanders";

    private static readonly FanOutLoad Load = new(Clients: 100, Rate: 100, Publishers: 4);
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(30); // what is only late is not lost

    /// <summary>The same load each time, so that two of these can be compared; another one where it is given.</summary>
    internal static async Task<FanOutResult> MeasureAsync(Service service, TimeSpan time, FanOutLoad? load = null)
    {
        var target = new Target(
            service.Port,
            $"/events?topic={Topic}",
            BodyBefore: $$"""{"topic":"{{Topic}}","data":""" + '"',
            BodyAfter: "\"}");
        var result = await Task.Factory.StartNew(
            () => FanOutRun.Measure(target, service.ProcessId, (load ?? Load) with { Duration = time, Drain = Drain }),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        FaultException.Unless(result.Delivered > 0, "who reads at once got nothing");
        return result;
    }

    /// <summary>What both were like, in words.</summary>
    internal static string Compare(FanOutResult alone, FanOutResult beside, FanOutLoad? load = null) =>
        FormattableString.Invariant($"p99 of {(load ?? Load).Name} without and with them: ") +
        FormattableString.Invariant(
            $"delivery {alone.DeliveryP99Ms:N1} and {beside.DeliveryP99Ms:N1} ms (a flush window is 16 ms), ") +
        FormattableString.Invariant($"answer {alone.PublishP99Ms:N1} and {beside.PublishP99Ms:N1} ms");
}
