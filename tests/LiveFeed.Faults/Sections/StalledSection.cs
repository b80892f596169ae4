using System.Globalization;
using System.Net.Http.Json;
using LiveFeed.Faults.Load;

namespace LiveFeed.Faults.Sections;

/// <summary>Clients that read nothing and one that reads 1 KB a second, beside others: only they notice, and lose nothing.</summary>
internal sealed class StalledSection(FaultOptions options) : ISection
{
    private const string Topic = "bulk";
    private const int Events = 12;
    private const int EventBytes = 100_000; // all together far more than a connection's buffers take
    private const int Returning = 20;
    private const double MaxGrowth = 100; // MB, and for each client what follows: less than half of what is published
    private const double MaxGrowthOfOne = 0.5;

    private static readonly TimeSpan MaxAnswer = TimeSpan.FromSeconds(10); // a publisher that waits for a client waits for ever

    private readonly int _clients = options.Quick ? 200 : 1_000;

    // A kernel tells the sender of room for some kilobytes only, so a reader this slow takes something every few seconds.
    private readonly TimeSpan _stalledAfter = TimeSpan.FromSeconds(options.Quick ? 5 : 20);
    private readonly int _bytesPerSecond = options.Quick ? 4_000 : 1_000;

    public string Name => "stalled";

    public async IAsyncEnumerable<FaultResult> RunAsync()
    {
        using var service = await Service.StartAsync([FormattableString.Invariant($"--LiveFeed:Delivery:StalledAfter={_stalledAfter}")]);
        await using var crowd = new Crowd(service);
        await crowd.StartAsync();
        var readers = Enumerable.Range(0, _clients).Select(_ => new RawReader(service.Address, Topic)).ToArray();
        using var slow = new RawReader(service.Address, Topic);
        await Task.WhenAll(readers.Append(slow).Select(ConnectAsync));
        var before = service.Megabytes;
        await PublishAsync(service);
        var reading = ReadSlowlyAsync(slow, _stalledAfter * 2);
        var cutOff = await Wait.UntilAsync(
            async () => await service.MetricAsync("livefeed_clients_disconnected", "reason=\"stalled\"") >= _clients, "those that read nothing are cut off");
        var growth = service.Megabytes - before;
        await reading;
        slow.Hurry();
        await ReadAllAsync(slow);
        await Task.WhenAll(readers.Take(Returning).Select(ReturnAsync));
        var verdict = await crowd.EndAsync(mayLoseLastMoment: false);
        var stalled = await service.MetricAsync("livefeed_clients_disconnected", "reason=\"stalled\"");
        Array.ForEach(readers, reader => reader.Dispose());
        FaultException.Unless(growth < MaxGrowth + (MaxGrowthOfOne * _clients), $"memory grew by {growth:N0} MB");
        FaultException.Unless(crowd.SlowestAnswer < MaxAnswer, $"a publisher waited {crowd.SlowestAnswer}");
        FaultException.Unless(stalled == _clients, $"{stalled} were cut off, {_clients} read nothing: who is only slow must stay");
        var expected = Enumerable.Range(0, Events).ToArray();
        var received = readers.Take(Returning).Append(slow).Select(reader => reader.Numbers).ToList();
        yield return new FaultResult(
            $"{_clients} clients read nothing, one {_bytesPerSecond / 1_000} KB/s",
            1,
            crowd.Witness.Acknowledged + Events,
            verdict.Lost + received.Sum(numbers => expected.Except(numbers).Count()),
            verdict.Duplicated + received.Sum(numbers => numbers.Count - numbers.Distinct().Count()),
            Recovered: null,
            FormattableString.Invariant(
                $"cut off after {cutOff.TotalSeconds:N1} s; memory +{growth:N0} MB; slowest answer {crowd.SlowestAnswer.TotalMilliseconds:N0} ms"));
    }

    private static async Task ConnectAsync(RawReader reader)
    {
        await reader.ConnectAsync();
        while (!reader.IsConnected)
        {
            FaultException.Unless(await reader.ReadAsync(), "a stream ended at once");
        }
    }

    private static async Task PublishAsync(Service service)
    {
        for (var i = 0; i < Events; i++)
        {
            var data = string.Create(CultureInfo.InvariantCulture, $"{i}:{new string('x', EventBytes)}");
            using var answer = await service.Http.PostAsJsonAsync("/events", new { topic = Topic, data });
            answer.EnsureSuccessStatusCode();
        }
    }

    private async Task ReadSlowlyAsync(RawReader reader, TimeSpan time)
    {
        var pause = TimeSpan.FromMilliseconds(250);
        for (; time > TimeSpan.Zero; time -= pause)
        {
            FaultException.Unless(await reader.ReadAsync(_bytesPerSecond / 4), "the slow reader was cut off");
            await Wait.ForAsync(pause);
        }
    }

    private static async Task ReadAllAsync(RawReader reader)
    {
        while (reader.Numbers is not [.., Events - 1])
        {
            FaultException.Unless(await reader.ReadAsync(), $"the stream ended after {reader.Numbers.Count} events");
        }
    }

    // It finds that its stream was ended, and comes back.
    private static async Task ReturnAsync(RawReader reader)
    {
        while (await reader.ReadAsync())
        {
        }

        await reader.ConnectAsync();
        reader.Hurry();
        await ReadAllAsync(reader);
    }
}
