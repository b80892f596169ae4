using System.Globalization;
using LiveFeed.Bench.Load;
using LiveFeed.Faults.Load;

namespace LiveFeed.Faults.Sections;

/// <summary>
/// Clients that read nothing, and clients that read 1 KB a second into the smallest of buffers, beside others. Only the slow
/// ones notice, and nobody loses anything without being told what.
/// </summary>
internal sealed class StalledSection(FaultOptions options) : ISection
{
    private const int Returning = 20;
    private const int Repeats = 3; // of a part, at most, that a standstill has spoilt
    private const int Retained = 200; // in the test that trims needed events: fewer than are published
    private const double MaxGrowth = 100; // MB, plus the next for each client: less than half of the published bytes
    private const double MaxGrowthOfOne = 0.5;

    // A publisher that waits for a client waits for ever.
    private static readonly TimeSpan MaxAnswer = TimeSpan.FromSeconds(10);

    private readonly int _clients = options.Quick ? 200 : 1_000;
    private readonly TimeSpan _measured = TimeSpan.FromSeconds(options.Quick ? 2 : 10);

    // A kernel tells the sender of room for some kilobytes only, so a reader this slow takes something every few seconds.
    private readonly TimeSpan _stalledAfter = TimeSpan.FromSeconds(options.Quick ? 10 : 20);
    private readonly int _bytesPerSecond = options.Quick ? 4_000 : 1_000;

    public string Name => "stalled";

    public async IAsyncEnumerable<FaultResult> RunAsync()
    {
        yield return await UndisturbedAsync(ReadNothingAsync);
        yield return await UndisturbedAsync(ReadSlowlyAsync);
        yield return await UndisturbedAsync(ReadTooSlowlyAsync);
    }

    // While the machine stands still, a client that is only slow takes nothing, and is cut off with reason. What fails then
    // is tried again.
    private async Task<FaultResult> UndisturbedAsync(Func<Task<FaultResult>> part)
    {
        for (var left = Repeats; ; left--)
        {
            await using var pulse = new Pulse();
            try
            {
                return await part();
            }
            catch (FaultException e) when (left > 0 && pulse.LongestGap >= _stalledAfter / 2)
            {
                Console.Error.WriteLine(FormattableString.Invariant(
                    $"  again, as the machine stood still for {pulse.LongestGap.TotalSeconds:N1} s: {e.Message}"));
            }
        }
    }

    private async Task<FaultResult> ReadNothingAsync()
    {
        using var service = await StartAsync();
        await using var crowd = new Crowd(service);
        await crowd.StartAsync();
        await Bystanders.MeasureAsync(service, _measured); // a service that is new is slower
        var alone = await Bystanders.MeasureAsync(service, _measured);
        using var readers = new SlowReaders(service, _clients);
        using var slow = new SlowReaders(service, 1);
        await Task.WhenAll(readers.ConnectAsync(), slow.ConnectAsync());
        var flood = new Flood(service.Http);
        var before = service.Megabytes;
        await flood.PublishLargeAsync();
        var reading = slow.ReadAsync(_bytesPerSecond, _stalledAfter * 2);
        var start = TimeProvider.System.GetTimestamp();
        var beside = await Bystanders.MeasureAsync(service, _measured);
        await Wait.UntilAsync(async () => await StalledAsync(service) >= _clients, "those that read nothing are cut off");
        var (cutOff, growth) = (TimeProvider.System.GetElapsedTime(start), service.Megabytes - before);
        await reading;
        await slow.CatchUpAsync(flood.Last);
        await readers.ReturnAsync(Returning, flood.Last);
        var verdict = await crowd.EndAsync(mayLoseLastMoment: false);
        FaultException.Unless(crowd.SlowestAnswer < MaxAnswer, $"a publisher waited {crowd.SlowestAnswer}");
        Inbox[] inboxes = [.. readers.Inboxes.Take(Returning), .. slow.Inboxes];
        await RequireAsync(service, stalled: _clients, growth, inboxes);
        return Result(
            $"{_clients:N0} clients read nothing, one {Speed}", flood, inboxes, [alone, beside],
            FormattableString.Invariant(
                $"cut off after {cutOff.TotalSeconds:N1} s; service +{growth:N0} MB; {Bystanders.Compare(alone, beside)}"),
            crowd.Witness.Acknowledged, verdict);
    }

    private async Task<FaultResult> ReadSlowlyAsync()
    {
        using var service = await StartAsync();
        await Bystanders.MeasureAsync(service, _measured);
        var alone = await Bystanders.MeasureAsync(service, _measured);
        using var slow = new SlowReaders(service, _clients);
        await slow.ConnectAsync();
        var flood = new Flood(service.Http);
        var before = service.Megabytes;
        await flood.PublishLargeAsync();
        var reading = slow.ReadAsync(_bytesPerSecond, _stalledAfter * 2);
        var beside = await Bystanders.MeasureAsync(service, _measured);
        await flood.PublishSmallAsync();
        await reading;
        var (growth, start) = (service.Megabytes - before, TimeProvider.System.GetTimestamp());
        await slow.CatchUpAsync(flood.Last);
        var caughtUp = TimeProvider.System.GetElapsedTime(start);
        await RequireAsync(service, stalled: 0, growth, slow.Inboxes);
        var keyed = slow.Inboxes.Max(Flood.KeyedIn);
        FaultException.Unless(keyed < flood.Keyed, "events with a key were not conflated for who was behind");
        return Result(
            $"{_clients:N0} clients read {Speed}", flood, slow.Inboxes, [alone, beside],
            FormattableString.Invariant($"none cut off in {(_stalledAfter * 2).TotalSeconds:N0} s; ") +
            FormattableString.Invariant($"service +{growth:N0} MB; of {flood.Keyed:N0} events with a key ") +
            FormattableString.Invariant($"each got {keyed:N0} at most; all read up in {caughtUp.TotalSeconds:N1} s; ") +
            Bystanders.Compare(alone, beside));
    }

    private async Task<FaultResult> ReadTooSlowlyAsync()
    {
        using var service = await StartAsync(FormattableString.Invariant($"--LiveFeed:Log:MaxEvents={Retained}"));
        using var slow = new SlowReaders(service, _clients);
        await slow.ConnectAsync();
        var flood = new Flood(service.Http);
        await flood.PublishLargeAsync();
        var reading = slow.ReadAsync(_bytesPerSecond, _stalledAfter);
        await flood.PublishSmallAsync();
        await reading; // the log is trimmed every second
        await slow.CatchUpAsync(flood.Last);
        var untold = slow.Inboxes.Count(inbox => inbox.Gaps.Count == 0);
        FaultException.Unless(untold == 0, $"{untold} clients were not told of a gap");
        return Result(
            $"{_clients:N0} clients read {Speed}, the log is trimmed", flood, slow.Inboxes, [],
            FormattableString.Invariant($"each was told livefeed.gap; of {flood.Published:N0} events ") +
            FormattableString.Invariant($"at most {slow.Inboxes.Max(flood.GoneFor):N0} are in it, ") +
            "and no other is missing");
    }

    private string Speed => FormattableString.Invariant($"{_bytesPerSecond / 1_000} KB/s");

    private Task<Service> StartAsync(params string[] settings) =>
        Service.StartAsync([FormattableString.Invariant($"--LiveFeed:Delivery:StalledAfter={_stalledAfter}"), .. settings]);

    private static Task<double> StalledAsync(Service service) =>
        service.MetricAsync("livefeed_clients_disconnected", "reason=\"stalled\"");

    // For the runs that retain all events.
    private async Task RequireAsync(Service service, int stalled, double growth, IEnumerable<Inbox> inboxes)
    {
        FaultException.Unless(inboxes.All(inbox => inbox.Gaps.Count == 0), "a client was told of a gap where there is none");
        var cutOff = await StalledAsync(service);
        FaultException.Unless(
            cutOff == stalled, $"{cutOff} were cut off, {stalled} read nothing: who is only slow must stay");
        FaultException.Unless(growth < MaxGrowth + (MaxGrowthOfOne * _clients), $"memory grew by {growth:N0} MB");
    }

    private static FaultResult Result(
        FormattableString fault, Flood flood, IReadOnlyCollection<Inbox> inboxes, FanOutResult[] bystanders, string remark,
        long acknowledged = 0, Verdict others = default) => new(
        fault.ToString(CultureInfo.InvariantCulture),
        1,
        acknowledged + flood.Published + bystanders.Sum(result => result.Published),
        others.Lost + inboxes.Sum(flood.Lost) + bystanders.Sum(result => result.Lost),
        others.Duplicated + inboxes.Sum(flood.Duplicated) + bystanders.Sum(result => result.Duplicates),
        Recovered: null,
        remark);
}
