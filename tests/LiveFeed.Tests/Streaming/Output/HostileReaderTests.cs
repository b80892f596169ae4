using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using LiveFeed.Clients;
using LiveFeed.Memory;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Streaming.Output;

/// <summary>
/// Clients that ask for much and read nothing, on real sockets: what is held for them stays within the budget, one that reads
/// beside them gets everything once and in order, and they too have everything when they come back.
/// </summary>
public sealed partial class HostileReaderTests
{
    private const long Budget = 32 << 20;

    // Over the budget at most: for each lane a frame that finds the last room with another, and what connections buffer.
    private const long Slack = 8 << 20;

    private const int EventBytes = 1_000_000;

    [Theory]
    [InlineData("true", "last=1000")]
    [InlineData("false", "last=1000")]
    [InlineData("true", "lastEventId=")]
    public async Task Many_that_join_for_large_events_and_read_none(string direct, string from)
    {
        const int Events = 80;
        const int Hostile = 30;
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
        var hostile = new List<Stuck>();
        for (var i = 0; i < Hostile; i++)
        {
            hostile.Add(await Stuck.OpenAsync(server, $"/events?topic=t&{from}"));
        }

        await using var healthy = await Healthy.OpenAsync(server, $"/events?topic=t&{from}");
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
    public async Task Many_whose_queues_fill_with_events_of_their_own()
    {
        const int Hostile = 10;
        const int Events = 8;
        await using var server = new LiveFeedServer(("Limits:HeldBytes", Text(Budget)), ("Delivery:Compression", "none"));
        var start = (await server.Http.GetJsonAsync("/history")).GetProperty("next").GetString();
        using var watch = new Watch(server);
        var hostile = new List<Stuck>();
        for (var i = 0; i < Hostile; i++)
        {
            hostile.Add(await Stuck.OpenAsync(server, $"/events?topic=t/{i}"));
        }

        await Deadline.UntilAsync(() => server.Hub.Everyone.Count == Hostile, "they have joined");
        await using var healthy = await Healthy.OpenAsync(server, "/events?topic=t/*");
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

    // Who was cut off, or not, comes back by the last id of a whole frame.
    private static async Task AssertCompleteAsync(LiveFeedServer server, Stuck stuck, string topic, string start, int count)
    {
        var received = await stuck.ReadAllAsync();
        var (had, id) = (Events().Count(received), Ids().Matches(received).Select(match => match.Groups[1].Value).LastOrDefault(start));
        if (had == count)
        {
            return;
        }

        await using var again = await Healthy.OpenAsync(server, $"/events?topic={topic}&lastEventId={(had == 0 ? start : id)}");
        var numbers = await again.NumbersAsync(count - had);
        Assert.Equal(numbers.Distinct().Order(), numbers);
    }

    // What a frame says of itself, once it is whole.
    [GeneratedRegex("id: [^\n]+\nevent: n[0-9]+\ndata: x+\n\n")]
    private static partial Regex Events();

    [GeneratedRegex("id: ([^\n]+)\nevent: n[0-9]+\ndata: x+\n\n")]
    private static partial Regex Ids();

    /// <summary>What is held, looked at all the time, and who is cut off.</summary>
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

    /// <summary>
    /// A client that reads, and does what a browser does: where it is cut off, for this machine did not let it read for seconds, it
    /// comes back by its last id.
    /// </summary>
    private sealed class Healthy(LiveFeedServer server, string path) : IAsyncDisposable
    {
        private const int MostReturns = 5;

        private SseConnection? _stream;
        private string? _id;
        private int _returns;

        internal static async Task<Healthy> OpenAsync(LiveFeedServer server, string path)
        {
            var healthy = new Healthy(server, path);
            await healthy.ConnectAsync();
            return healthy;
        }

        public ValueTask DisposeAsync() => _stream!.DisposeAsync();

        // Each event says its number in its name.
        internal async Task<List<int>> NumbersAsync(int count)
        {
            var numbers = new List<int>();
            while (numbers.Count < count)
            {
                if (await ReadAsync() is not { } frame)
                {
                    Assert.True(++_returns <= MostReturns, "it is cut off again and again");
                    await _stream!.DisposeAsync();
                    await ConnectAsync();
                }
                else if (frame.IsEvent)
                {
                    Assert.Equal(EventBytes, frame.Data!.Length);
                    numbers.Add(int.Parse(frame.Event![1..], CultureInfo.InvariantCulture));
                }
            }

            return numbers;
        }

        private async Task ConnectAsync()
        {
            _stream = await server.FollowAsync(path, _id is null ? [] : [("Last-Event-ID", _id)]);
            Assert.Equal("livefeed.connected", (await ReadAsync())?.Event);
        }

        private async Task<SseFrame?> ReadAsync()
        {
            try
            {
                var frame = await _stream!.ReadAsync();
                Assert.NotEqual("livefeed.gap", frame?.Event);
                _id = frame?.Id ?? _id;
                return frame;
            }
            catch (Exception e) when (e is HttpIOException or IOException)
            {
                return null;
            }
        }
    }

    /// <summary>A client that reads nothing until it is told to.</summary>
    private sealed class Stuck(TcpClient socket) : IDisposable
    {
        internal static async Task<Stuck> OpenAsync(LiveFeedServer server, string path)
        {
            var socket = new TcpClient { ReceiveBufferSize = 4_096 };
            await socket.ConnectAsync(server.Address.Host, server.Address.Port);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            return new Stuck(socket);
        }

        public void Dispose() => socket.Dispose();

        // Until it is reset, as it has been cut off, or its stream is quiet. Without the chunks' heads.
        internal async Task<string> ReadAllAsync()
        {
            var received = new StringBuilder();
            var buffer = new byte[256 << 10];
            using var quiet = new CancellationTokenSource();
            try
            {
                for (var read = -1; read != 0; received.Append(Encoding.ASCII.GetString(buffer, 0, read)))
                {
                    quiet.CancelAfter(TimeSpan.FromSeconds(3));
                    read = await socket.GetStream().ReadAsync(buffer, quiet.Token);
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // It has all that it will get.
            }

            return ChunkHeads().Replace(received.ToString(), "");
        }
    }

    [GeneratedRegex("(?:\r\n)?[0-9a-f]+\r\n|\r\n")]
    private static partial Regex ChunkHeads();
}
