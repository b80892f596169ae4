using LiveFeed.Hosting.Listening;
using LiveFeed.Telemetry;
using LiveFeed.Tests.Properties;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Hosting.Listening;

public sealed class ConnectionSlotsTests : IDisposable
{
    private const int Places = 4; // one of them is kept free

    private readonly FakeTimeProvider _time = new();
    private readonly LiveFeedMetrics _metrics = new(new Meters());
    private readonly RecordingLogger<ConnectionSlots> _lines = new();
    private readonly ConnectionSlots _places;

    public ConnectionSlotsTests() => _places = new ConnectionSlots(Places, _time, _metrics, _lines);

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public async Task A_connection_that_never_sent_a_request_is_ended_before_one_that_rests_after_a_request()
    {
        var resting = await RestAsync();
        var silent = await EnterAsync();
        var second = await RestAsync();
        _time.Advance(ConnectionSlots.FirstRequestGrace);

        await EnterAsync();

        Assert.Equal((true, false, false), (silent.IsEnded, resting.IsEnded, second.IsEnded));
    }

    [Fact]
    public async Task A_new_connection_has_time_to_send_a_request_while_others_rest()
    {
        var first = await RestAsync();
        var second = await RestAsync();
        var justNow = await EnterAsync();

        await EnterAsync();

        Assert.Equal((true, false, false), (first.IsEnded, second.IsEnded, justNow.IsEnded));
    }

    [Fact]
    public async Task No_connection_is_ended_in_its_first_moment_and_the_next_one_waits_for_it_to_pass()
    {
        var clients = new List<IdleClient>();
        for (var i = 0; i < Places; i++)
        {
            clients.Add(await EnterAsync());
        }

        var entering = _places.EnterAsync(new IdleClient()).AsTask();
        Assert.False(entering.IsCompleted);
        Assert.DoesNotContain(clients, client => client.IsEnded);

        _time.Advance(ConnectionSlots.LeastLife);
        await Deadline.UntilAsync(() => clients[0].IsEnded, "the oldest is ended");
        await Placed(clients[0]).DisposeAsync();

        Assert.NotNull(await entering.WithinDeadline());
        Assert.DoesNotContain(clients.Skip(2), client => client.IsEnded); // the second makes room for the next
    }

    [Fact]
    public async Task The_resting_connection_whose_request_is_longest_ago_is_ended_first()
    {
        var first = await RestAsync();
        var second = await RestAsync();
        await RestAsync();
        Begin(first);
        Placed(first).EndRequest();

        await EnterAsync();

        Assert.Equal((true, false), (second.IsEnded, first.IsEnded));
    }

    [Fact]
    public async Task A_connection_with_a_request_is_never_ended_and_a_new_one_is_turned_away()
    {
        var busy = new List<IdleClient>();
        for (var i = 0; i < Places; i++)
        {
            busy.Add(await EnterAsync());
            Begin(busy[^1]);
        }

        Assert.Null(await _places.EnterAsync(new IdleClient()));
        Assert.All(busy, client => Assert.False(client.IsEnded));
        Assert.Equal(Places, _places.Open);
    }

    [Fact]
    public async Task A_connection_rests_when_the_last_of_its_requests_has_ended()
    {
        var client = await EnterAsync();
        Begin(client);
        Begin(client);
        Placed(client).EndRequest();
        for (var i = 1; i < Places; i++)
        {
            Begin(await EnterAsync());
        }

        Assert.Null(await _places.EnterAsync(new IdleClient()));
        Assert.False(client.IsEnded);
    }

    [Fact]
    public async Task A_connection_that_comes_while_another_is_being_closed_gets_its_place()
    {
        var idle = await EnterAsync();
        _time.Advance(ConnectionSlots.LeastLife);
        for (var i = 1; i < Places; i++)
        {
            Begin(await EnterAsync());
        }

        Assert.True(idle.IsEnded);
        var entering = _places.EnterAsync(new IdleClient()).AsTask();
        Assert.False(entering.IsCompleted);

        await Placed(idle).DisposeAsync();

        Assert.NotNull(await entering.WithinDeadline());
    }

    [Fact]
    public async Task A_request_that_comes_as_its_connection_is_ended_is_not_served()
    {
        var idle = await EnterAsync();
        _time.Advance(ConnectionSlots.LeastLife);
        for (var i = 1; i < Places; i++)
        {
            await EnterAsync();
        }

        Assert.True(idle.IsEnded);
        Assert.False(Placed(idle).TryBegin());
    }

    [Fact]
    public async Task A_request_that_ends_after_its_connection_leaves_nothing_behind()
    {
        for (var i = 0; i < Places * 2; i++)
        {
            var gone = await EnterAsync();
            Begin(gone);
            await Placed(gone).DisposeAsync();
            Placed(gone).EndRequest();
            await Placed(gone).DisposeAsync();
        }

        Assert.Equal(0, _places.Open);
        var idle = await EnterAsync();
        _time.Advance(ConnectionSlots.LeastLife);
        for (var i = 1; i < Places; i++)
        {
            Begin(await EnterAsync());
        }

        Assert.True(idle.IsEnded);
    }

    [Fact]
    public async Task It_is_logged_once_that_places_run_out_and_once_that_there_are_some_again()
    {
        const int Many = 16;
        var places = new ConnectionSlots(Many, _time, _metrics, _lines);
        var clients = new List<IdleClient>();
        for (var i = 0; i < Many * 3; i++)
        {
            clients.Add(new IdleClient());
            _time.Advance(ConnectionSlots.LeastLife);
            Assert.NotNull(await EnterAsync(places, clients[^1]));
            foreach (var ended in clients.Where(client => client.IsEnded).ToList())
            {
                clients.Remove(ended);
                await Placed(ended).DisposeAsync();
            }
        }

        Assert.Single(_lines.Messages);
        foreach (var client in clients)
        {
            await Placed(client).DisposeAsync();
        }

        Assert.Equal(2, _lines.Messages.Count);
        Assert.Equal(0, places.Open);
    }

    private static SlotConnection Placed(IdleClient client) => client.Features.Get<SlotConnection>()!;

    private static void Begin(IdleClient client) => Assert.True(Placed(client).TryBegin());

    private async Task<IdleClient> EnterAsync()
    {
        var client = new IdleClient();
        Assert.NotNull(await EnterAsync(_places, client));
        return client;
    }

    // Time passes while it waits.
    private async Task<SlotConnection?> EnterAsync(ConnectionSlots places, IdleClient client)
    {
        var entering = places.EnterAsync(client).AsTask();
        await _time.PassUntilAsync(
            ConnectionSlots.LeastLife / 2, () => entering.IsCompleted, "it has a place, or none");
        return await entering;
    }

    private async Task<IdleClient> RestAsync()
    {
        var client = await EnterAsync();
        Begin(client);
        Placed(client).EndRequest();
        return client;
    }
}
