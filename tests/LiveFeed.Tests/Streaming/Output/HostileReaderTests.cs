using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using LiveFeed.Clients;
using LiveFeed.Memory;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Streaming.Output;

/// <summary>
/// Clients that ask for much and read nothing, on real sockets. What is held for them stays within the budget. A client that
/// reads beside them gets everything once and in order, and so do they when they come back.
/// </summary>
public sealed partial class HostileReaderTests
{
    private const long Budget = 32 << 20;

    // Over the budget at most: for each lane a frame that finds the last room with another, and what connections buffer.
    private const long Slack = 8 << 20;

    internal const int EventBytes = 1_000_000;

    [Theory]
    [InlineData("true", "last=1000")]
    [InlineData("false", "last=1000")]
    [InlineData("true", "lastEventId=")]
    public async Task Many_clients_that_ask_for_large_events_and_read_nothing_stay_within_the_budget(
        string direct, string from)
    {
        const int Events = 50;
        const int Hostile = 20;
        using var folder = new TempFolder();
        await using var server = new LiveFeedServer(
            ("Limits:HeldBytes", Text(Budget)),
            ("Delivery:Compression", "none"),
            ("Delivery:DirectOutput", direct),
            ("Log:Provider", "sqlite"),
            ("Log:Path", folder.File("feed.db")));
        var start = (await server.Http.GetJsonAsync("/history")).GetProperty("next").GetString();
        for (var i = 0; i < Events; i++)
        {
            await PostAsync(server, "t", i);
        }

        from += from.EndsWith('=') ? start : "";
        using var watch = new Watch(server);
        var hostile = new List<StuckReader>();
        for (var i = 0; i < Hostile; i++)
        {
            hostile.Add(await StuckReader.OpenAsync(server, $"/events?topic=t&{from}"));
        }

        await using var healthy = await HealthyReader.OpenAsync(server, $"/events?topic=t&{from}");
        Assert.Equal(Enumerable.Range(0, Events), await healthy.NumbersAsync(Events));
        await Deadline.UntilAsync(() => watch.Evicted > 0, "some are cut off");
        await PostAsync(server, "t", Events);
        Assert.Equal([Events], await healthy.NumbersAsync(1));
        Assert.InRange(watch.MostHeld, 1, Budget + Slack);

        await AssertCompleteAsync(server, hostile[0], "t", start!, Events + 1);
        hostile.ForEach(one => one.Dispose());
        await Deadline.UntilAsync(() => server.Hub.Everyone.Count == 1, "they have left");
        await Deadline.UntilAsync(() => watch.Held == 0, "all is let go");
    }

    [Fact]
    public async Task Many_clients_whose_queues_fill_with_their_own_events_stay_within_the_budget()
    {
        const int Hostile = 10;
        const int Events = 8;
        await using var server = new LiveFeedServer(("Limits:HeldBytes", Text(Budget)), ("Delivery:Compression", "none"));
        var start = (await server.Http.GetJsonAsync("/history")).GetProperty("next").GetString();
        using var watch = new Watch(server);
        var hostile = new List<StuckReader>();
        for (var i = 0; i < Hostile; i++)
        {
            hostile.Add(await StuckReader.OpenAsync(server, $"/events?topic=t/{i}"));
        }

        await Deadline.UntilAsync(() => server.Hub.Everyone.Count == Hostile, "they have joined");
        await using var healthy = await HealthyReader.OpenAsync(server, "/events?topic=t/*");
        var reading = healthy.NumbersAsync(Hostile * Events);
        for (var i = 0; i < Hostile * Events; i++)
        {
            await PostAsync(server, $"t/{i % Hostile}", i);
        }

        Assert.Equal(Enumerable.Range(0, Hostile * Events), await reading);
        Assert.InRange(watch.MostHeld, 1, Budget + Slack);
        await AssertCompleteAsync(server, hostile[0], "t/0", start!, Events);
        hostile.ForEach(one => one.Dispose());
        await Deadline.UntilAsync(() => server.Hub.Everyone.Count == 1, "they have left");
        await Deadline.UntilAsync(() => watch.Held == 0, "all is let go");
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task PostAsync(LiveFeedServer server, string topic, int number)
    {
        using var posted = await server.Http.PostToTopicAsync(
            $"{topic}?event=n{number.ToString(CultureInfo.InvariantCulture)}", new string('x', EventBytes), "text/plain");
        Assert.Equal(HttpStatusCode.Accepted, posted.StatusCode);
    }

    // Each comes back with the last id of a complete frame, whether it was cut off or not.
    private static async Task AssertCompleteAsync(
        LiveFeedServer server, StuckReader stuck, string topic, string start, int count)
    {
        var received = await stuck.ReadAsync((long)count * EventBytes); // the last may lack its end
        var (had, id) =
            (Events().Count(received), Ids().Matches(received).Select(match => match.Groups[1].Value).LastOrDefault(start));
        if (had == count)
        {
            return;
        }

        await using var again = await HealthyReader.OpenAsync(
            server, $"/events?topic={topic}&lastEventId={(had == 0 ? start : id)}");
        var numbers = await again.NumbersAsync(count - had);
        Assert.Equal(numbers.Distinct().Order(), numbers);
    }

    // What a frame says of itself, once it is whole.
    [GeneratedRegex("id: [^\n]+\nevent: n[0-9]+\ndata: x+\n\n")]
    private static partial Regex Events();

    [GeneratedRegex("id: ([^\n]+)\nevent: n[0-9]+\ndata: x+\n\n")]
    private static partial Regex Ids();

    /// <summary>Watches all the time how much is held, and which clients are cut off.</summary>
    private sealed class Watch : IDisposable
    {
        private readonly MemoryBudget _budget;
        private readonly Timer _timer;
        private readonly ConcurrentBag<DisconnectReason> _left = [];
        private long _most;

        internal Watch(LiveFeedServer server)
        {
            _budget = server.Services.GetRequiredService<MemoryBudget>();
            server.Hub.Changed += (_, reason) =>
            {
                if (reason is { } why)
                {
                    _left.Add(why);
                }
            };
            _timer = new Timer(_ => _most = Math.Max(_most, _budget.Held), null, 0, 1);
        }

        internal long Held => _budget.Held;

        internal long MostHeld => Volatile.Read(ref _most);

        internal int Evicted => _left.Count(reason => reason == DisconnectReason.Evicted);

        public void Dispose() => _timer.Dispose();
    }
}
