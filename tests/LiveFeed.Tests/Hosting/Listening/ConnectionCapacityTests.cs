using LiveFeed.Access.Limits;
using LiveFeed.Hosting.Listening;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Hosting.Listening;

public sealed class ConnectionCapacityTests
{
    [Theory]
    [InlineData(512, 100_000, 0)]
    [InlineData(1_024, 100_000, 0)]
    [InlineData(1_024, 10, 0)]
    [InlineData(20_000, 100_000, 0)]
    [InlineData(1_048_576, 100_000, 0)]
    [InlineData(1_048_576, 10_000_000, 0)]
    [InlineData(1_048_576, 1_000, 1_001)]
    [InlineData(int.MaxValue, 10_000_000, 20_000_000)]
    public void There_are_fewer_places_than_descriptors_and_more_than_clients(long descriptors, int clients, int connections)
    {
        var room = new ConnectionCapacity(descriptors);
        var limits = new LimitsOptions { Connections = clients, TcpConnections = connections };

        room.PostConfigure(null, limits);

        Assert.InRange(limits.Connections, 1, clients);
        Assert.InRange(room.Places(limits), limits.Connections + 1, descriptors - 394);
    }

    [Fact]
    public void At_default_settings_there_are_places_for_all_clients_and_half_as_many_others()
    {
        var (room, limits) = (new ConnectionCapacity(descriptors: 1_048_576), new LimitsOptions());

        room.PostConfigure(null, limits);

        Assert.Equal((100_000, 150_000), (limits.Connections, room.Places(limits)));
    }

    [Theory]
    [InlineData(100_000, 20_000, "Information")] // nobody asked for so many: it is the default
    [InlineData(50_000, 20_000, "Warning")]
    [InlineData(100_000, 1_048_576, null)]
    public void Fewer_places_than_configured_are_a_warning_when_somebody_set_the_number(
        int clients, long descriptors, string? level)
    {
        var (room, limits, logger) = (
            new ConnectionCapacity(descriptors),
            new LimitsOptions { Connections = clients },
            new RecordingLogger<ConnectionCapacity>());
        room.PostConfigure(null, limits);

        room.Tell(limits, logger);

        var warning =
            $"{level}: The limit of {descriptors} file descriptors leaves room for {limits.Connections} clients, " +
            $"not for {clients} (LiveFeed:Limits:Connections)";
        string[] expected = level is null ? [] : [warning];
        Assert.Equal(expected, logger.Messages);
    }

    [Fact]
    public async Task Clients_that_do_not_fit_are_told_so_while_there_are_still_places_for_connections()
    {
        await using var server = new LiveFeedServer(services =>
            services.AddSingleton(new ConnectionCapacity(descriptors: 0)));
        var streams = new List<SseConnection>();
        var last = "";
        while (last != "livefeed.closing" && streams.Count < 100)
        {
            streams.Add(await server.FollowAsync("/events?topic=t"));
            var frame = await streams[^1].ReadAsync();
            last = frame?.Event ?? "";
        }

        Assert.Equal("livefeed.closing", last);
        Assert.Equal(server.Hub.Everyone.Count, streams.Count - 1);
        foreach (var stream in streams)
        {
            await stream.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_client_finds_a_place_among_connections_that_ask_for_nothing_and_those_with_a_stream_keep_theirs()
    {
        await using var server = new LiveFeedServer(services =>
            services.AddSingleton(new ConnectionCapacity(descriptors: 0)));
        using var ended = new Counted(server, "livefeed.connections.ended", "reason");
        await using var early = await server.FollowAsync("/events?topic=t");
        await early.ReadConnectedAsync();
        using var squatters = await Squatters.ConnectAsync(server.Address, count: 200);

        await using var late = await server.FollowAsync("/events?topic=t");
        await late.ReadConnectedAsync();
        await server.Http.PublishNumbersAsync("t", 1);

        Assert.Equal("0", (await early.ReadEventAsync()).Data);
        Assert.Equal("0", (await late.ReadEventAsync()).Data);

        // Some of them may still wait in the queue of another socket.
        await Deadline.UntilAsync(() => ended["idle"] >= 150, "most of the others are ended");
        Assert.InRange(ended["idle"], 150, 250);
    }
}
