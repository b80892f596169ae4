using LiveFeed.Scheduling;
using LiveFeed.Streaming.SocketIo.Handlers;
using LiveFeed.Tests.Streaming.SocketIo;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Streaming;

/// <summary>What a long message or body sets going goes on beside long work, not behind it.</summary>
public sealed class LongWorkTests : IAsyncDisposable
{
    private static readonly string Spaces = new(' ', 70_000);

    // Without direct output, each event goes through the task of its stream.
    private readonly LiveFeedServer _server = new(("Delivery:DirectOutput", "false"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_stream_that_a_long_body_has_woken_is_live_while_long_work_waits()
    {
        await using var stream = await _server.FollowAsync("/events?topic=a");
        var client = await stream.ReadConnectedAsync();
        using var answer = await _server.SendAsync(
            "PATCH", $"/clients/{client.ClientId}", [], $$"""{"subscribe":[{"topic":"b"}]{{Spaces}}}""");
        Assert.True(answer.IsSuccessStatusCode);
        await stream.ReadNamedAsync("livefeed.subscribed");

        using var busy = AllBusy();
        await _server.Http.PublishAsync("""{"topic":"a","data":1}""");

        Assert.Equal("1", (await stream.ReadEventAsync()).Data);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_handler_of_a_long_packet_does_not_run_among_long_work(bool polls)
    {
        var wasThere = new List<bool>();
        _server.Services.GetRequiredService<MappedNamespaces>().Map("/app").On("long", async e =>
        {
            wasThere.Add(LowPriorityWork.IsHere);
            await Task.Yield();
            wasThere.Add(LowPriorityWork.IsHere);
            e.Ack();
        });
        await using var peer = await SocketIoPeer.ConnectAsync(_server, ns: "/app,", polls: polls);

        await peer.AskAsync($$"""["long","{{Spaces}}"]""", ns: "/app,");

        Assert.Equal([false, false], wasThere);
    }

    private BusyWork AllBusy() =>
        new(_server.Services.GetRequiredService<LowPriorityWork>(), LowPriorityWork.DefaultThreads);
}
