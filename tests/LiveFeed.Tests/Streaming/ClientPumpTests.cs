using System.Text;
using LiveFeed.Clients;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Hub;
using LiveFeed.Scheduling;
using LiveFeed.Streaming;
using LiveFeed.Streaming.Output;
using LiveFeed.Streaming.Polling;
using LiveFeed.Streaming.Sse;
using LiveFeed.Telemetry;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Streaming;

/// <summary>The pump with a transport of another kind, on the real hub: it is polled, and acknowledges.</summary>
public sealed class ClientPumpTests : IAsyncDisposable
{
    private readonly LiveFeedServer _server = new(("Delivery:QueueLength", "16"));
    private readonly List<(FeedClient Client, IClientOutput Output)> _connected = [];

    [Fact]
    public async Task A_polled_client_has_each_event_once_and_again_until_it_acknowledges()
    {
        var output = new PollingOutput(SseEncoder.Plain);
        await ConnectAsync(output, "polled");
        await _server.Http.PublishNumbersAsync("polled", 3);

        var got = new List<string>();
        while (got.Count < 3)
        {
            var once = await PollAsync(output);
            Assert.Equal(once, await PollAsync(output));
            got.AddRange(once);
            output.Acknowledge();
        }

        Assert.Equal(["0", "1", "2"], got);
    }

    [Fact]
    public async Task While_nobody_polls_the_client_keeps_its_place_and_loses_nothing()
    {
        var output = new PollingOutput(SseEncoder.Plain);
        await ConnectAsync(output, "away");
        await _server.Http.PublishNumbersAsync("away", 500);

        var got = new List<string>();
        while (got.Count < 500)
        {
            got.AddRange(await PollAsync(output));
            output.Acknowledge();
        }

        Assert.Equal(Enumerable.Range(0, 500).Select(n => $"{n}"), got);
    }

    [Fact]
    public async Task Frames_for_one_client_come_in_order_and_are_bounded()
    {
        var output = new PollingOutput(SseEncoder.Plain);
        var (client, _) = await ConnectAsync(output, "told");
        var position = client.Start.Position;
        var told = 0;
        while (client.TryTell(new SubscribedFrame([TopicPattern.Parse($"told/{told}")], position)))
        {
            told++;
        }

        var got = new List<string>();
        while (got.Count < told)
        {
            got.AddRange((await output.PollAsync().WithinDeadline()).Select(frame => Encoding.UTF8.GetString(frame)));
            output.Acknowledge();
        }

        Assert.InRange(told, 1, FeedClient.MaxToldBytes / 128);
        Assert.Equal(Enumerable.Range(0, told).Select(n => $"told/{n}"), got.Select(one => one.Split('"')[3]));
    }

    [Fact]
    public async Task An_output_may_be_away_for_a_while_and_another_one_goes_on_where_it_was()
    {
        var first = new PollingOutput(SseEncoder.Plain);
        var second = new PollingOutput(SseEncoder.Plain);
        var output = new SwitchableOutput();
        output.Attach(first);
        var (client, _) = await ConnectAsync(output, "switched");
        await _server.Http.PublishNumbersAsync("switched", 2);
        var lost = await PollAsync(first);

        first.Abort();
        await _server.Http.PublishNumbersAsync("switched", 2, from: 2);
        output.Attach(second);

        var got = new List<string>();
        while (got.Count < 4)
        {
            got.AddRange(await PollAsync(second));
            second.Acknowledge();
        }

        Assert.Equal(["0", "1", "2", "3"], got);
        Assert.Equal(got.Take(lost.Count), lost);
    }

    [Fact]
    public async Task A_client_to_which_no_connection_comes_any_more_leaves_for_the_reason_that_it_is_ended_for()
    {
        var first = new PollingOutput(SseEncoder.Plain);
        var output = new SwitchableOutput();
        output.Attach(first);
        var (client, reason) = await ConnectAsync(output, "closed");
        await _server.Http.PublishNumbersAsync("closed", 1);
        await PollAsync(first);
        first.Abort(); // what it got is not acknowledged

        client.Close(CloseReason.Kicked);
        Assert.False(reason.IsCompleted);
        output.Close();

        Assert.Equal(DisconnectReason.Kicked, await reason.WithinDeadline());
        var late = new PollingOutput(SseEncoder.Plain);
        var flush = late.FlushAsync(CancellationToken.None);
        output.Attach(late); // is ended at once
        Assert.False(await flush.WithinDeadline());
    }

    [Fact]
    public async Task A_client_whose_output_ends_has_left()
    {
        var output = new PollingOutput(SseEncoder.Plain);
        var (client, reason) = await ConnectAsync(output, "ended");
        client.Close(CloseReason.Kicked);
        Assert.Contains(
            "kicked", Encoding.UTF8.GetString((await output.PollAsync().WithinDeadline())[^1]), StringComparison.Ordinal);
        output.Acknowledge();

        Assert.Equal(DisconnectReason.Kicked, await reason.WithinDeadline());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (client, output) in _connected)
        {
            client.Abort();
            output.Abort();
        }

        await _server.DisposeAsync();
    }

    // The data of the events; a frame may be several events that leave together.
    private static async Task<IReadOnlyList<string>> PollAsync(PollingOutput output)
    {
        var frames = await output.PollAsync().WithinDeadline();
        var lines = Encoding.UTF8.GetString([.. frames.SelectMany(frame => frame)]).Split('\n');
        return [.. lines.Where(IsData).Select(line => line["data: ".Length..])];
    }

    private static bool IsData(string line) => line.StartsWith("data: ", StringComparison.Ordinal);

    private async Task<(FeedClient Client, Task<DisconnectReason> Reason)> ConnectAsync(IClientOutput output, string topic)
    {
        var services = _server.Services;
        var hub = services.GetRequiredService<FeedHub>();
        var client = await hub.JoinAsync(
            new JoinRequest { Transport = "test", Topics = [TopicPattern.Parse(topic)] }, CancellationToken.None);
        var pump = new ClientPump(
            client,
            output,
            new ClientStay(hub, client, end: null, CancellationToken.None),
            services.GetRequiredService<LowPriorityWork>(),
            services.GetRequiredService<LiveFeedMetrics>());
        _connected.Add((client, output));
        return (client, Task.Run(pump.RunAsync));
    }
}
