using System.Net;
using LiveFeed.Access.Tickets;
using LiveFeed.Clients;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Access.Tickets;

/// <summary>A ticket opens one stream in time, and from then on only reopens that one.</summary>
public sealed class TicketTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(TestEvents.Noon);
    private readonly LiveFeedServer _server;

    public TicketTests() => _server = new LiveFeedServer(
        services => services.AddSingleton<TimeProvider>(_time), Credentialed.BySecret);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_ticket_opens_a_stream_of_its_user_that_ends_with_the_token()
    {
        var answer = await _server.AskTicketAsync(Token());
        await using var stream = await _server.OpenAsync(Ticketed.TextOf(answer));
        var id = (await stream.ReadConnectedAsync()).ClientId;

        Assert.Equal("2026-01-31T13:00:00Z", answer.GetProperty("expires").GetString());
        Assert.Equal("ada", _server.Hub.Find(id)!.Subscription.User);
        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal("""{"expires":"2026-01-31T13:00:00Z"}""", (await stream.ReadNamedAsync("livefeed.expiring")).Data);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Contains("expired", (await stream.ReadNamedAsync("livefeed.closing")).Data, StringComparison.Ordinal);
        Assert.Equal("The ticket has expired.", await _server.AssertRefusedAsync(Ticketed.TextOf(answer)));
    }

    [Fact]
    public async Task A_ticket_has_the_rights_of_its_owner_and_no_others()
    {
        var ticket = await _server.TicketAsync(Token());

        using var other = await _server.SendAsync("GET", $"/events?topic=b&ticket={ticket}", []);
        var problem = await other.ReadProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await using var stream = await _server.OpenAsync(ticket);
        await stream.ReadConnectedAsync();

        Assert.Equal("b", problem.GetProperty("forbidden")[0].GetString());
    }

    [Theory]
    [InlineData("GET", "/history?topic=a&ticket=")]
    [InlineData("GET", "/topics?ticket=")]
    [InlineData("POST", "/events?ticket=")]
    [InlineData("POST", "/tickets?ticket=")]
    public async Task A_ticket_is_good_for_streams_only(string method, string path)
    {
        var ticket = await _server.TicketAsync(Token());

        Assert.Equal(
            HttpStatusCode.Unauthorized,
            await _server.StatusAsync(method, path + ticket, [], method == "POST" ? """{"topic":"a","data":1}""" : null));
    }

    [Fact]
    public async Task A_ticket_that_was_not_used_in_time_is_no_good_whatever_position_comes_with_it()
    {
        var (used, unused) = (await _server.TicketAsync(Token()), await _server.TicketAsync(Token()));
        _time.Advance(TimeSpan.FromSeconds(60));
        await using var stream = await _server.OpenAsync(used);
        var connected = await stream.ReadConnectedAsync();

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Contains("in time", await _server.AssertRefusedAsync(unused), StringComparison.Ordinal);
        Assert.Contains("in time", await _server.AssertRefusedAsync(unused, connected.Id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ticket_that_was_used_reopens_its_stream_until_it_expires()
    {
        var ticket = await _server.TicketAsync(Token());
        for (var i = 0; i < 5; i++)
        {
            await using (var stream = await _server.OpenAsync(ticket))
            {
                await stream.ReadConnectedAsync();
            }

            await _server.UntilNobodyAsync();
            _time.Advance(TimeSpan.FromMinutes(10));
        }

        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("The ticket has expired.", await _server.AssertRefusedAsync(ticket));
    }

    [Fact]
    public async Task A_ticket_reopens_its_stream_and_no_stream_of_other_topics()
    {
        var ticket = await _server.TicketAsync(Token(TestToken.For("**")));
        await using (var stream = await _server.FollowAsync($"/events?topic=a&topic=b/*&ticket={ticket}"))
        {
            await stream.ReadConnectedAsync();
            Assert.Equal(HttpStatusCode.Forbidden, await _server.StatusAsync("GET", Ticketed.Path(ticket), []));
        }

        await _server.UntilNobodyAsync();
        using var refused = await _server.SendAsync("GET", $"/events?topic=a&topic=b/*&topic=c&ticket={ticket}", []);
        await refused.ReadProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        Assert.Equal(HttpStatusCode.Forbidden, await _server.StatusAsync("GET", $"/events?ticket={ticket}", []));
        await using var again = await _server.FollowAsync($"/events?topic=b/*&ticket={ticket}&topic=a&envelope=true");
        await again.ReadConnectedAsync();
    }

    [Fact]
    public async Task A_copy_of_the_address_is_turned_away_while_the_stream_is_open()
    {
        var ticket = await _server.TicketAsync(Token());
        await using var stream = await _server.OpenAsync(ticket);
        await stream.ReadConnectedAsync();

        await _server.AssertTurnedAwayAsync(ticket);
        await _server.AssertTurnedAwayAsync(ticket, "0123456789-7");
        using var plain = await _server.SendAsync("GET", Ticketed.Path(ticket), [("Accept", "application/json")]);

        var problem = await plain.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.StartsWith(
            "The stream of this ticket is open", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.NotNull(plain.Headers.RetryAfter);
        await AssertLiveAsync(stream);
    }

    [Fact]
    public async Task Refusals_are_counted()
    {
        using var clients = new Counted(_server, "livefeed.clients.rejected", "reason");
        using var requests = new Counted(_server, "livefeed.events.rejected", "problem");
        var ticket = await _server.TicketAsync(Token());
        await using var stream = await _server.OpenAsync(ticket);
        var id = (await stream.ReadConnectedAsync()).ClientId;

        await _server.AssertTurnedAwayAsync(ticket);
        await _server.AssertRefusedAsync("no ticket");
        await _server.StatusAsync("POST", "/tickets", []);
        var bob = Credentialed.Bearer(Token(new TestToken { User = "bob" }));
        await _server.StatusAsync("POST", $"/clients/{id}/token", [bob]);

        Assert.Equal(1, clients["ticket-in-use"]);
        Assert.Equal((2, 1), (requests["unauthorized"], requests["forbidden"]));
    }

    [Fact]
    public async Task A_copy_of_an_address_with_a_position_is_turned_away_too()
    {
        var ticket = await _server.TicketAsync(Token());
        var query = $"&lastEventId={_server.Log.Epoch}-0";
        await using var stream = await _server.OpenAsync(ticket, query: query);
        await stream.ReadConnectedAsync();

        await _server.AssertTurnedAwayAsync(ticket, query: query);
        await AssertLiveAsync(stream);
    }

    [Fact]
    public async Task A_client_whose_lost_connection_nobody_has_noticed_takes_its_place_and_misses_nothing()
    {
        var left = new TaskCompletionSource<DisconnectReason>(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Hub.Changed += (_, reason) =>
        {
            if (reason is { } why)
            {
                left.TrySetResult(why);
            }
        };
        var ticket = await _server.TicketAsync(Token());
        await using var lost = await _server.OpenAsync(ticket);
        await lost.ReadConnectedAsync();
        await PublishAsync(1);
        var last = (await lost.ReadEventAsync()).Id;
        await PublishAsync(2);

        await using var stream = await _server.OpenAsync(ticket, last);

        Assert.True((await stream.ReadConnectedAsync()).Resumed);
        Assert.Equal("2", (await stream.ReadEventAsync()).Data);
        Assert.Equal(DisconnectReason.Replaced, await left.Task.WithinDeadline());
        Assert.Equal(1, _server.Hub.Everyone.Count);
        await _server.AssertTurnedAwayAsync(ticket);
    }

    [Fact]
    public async Task A_client_that_was_told_nothing_but_its_first_position_takes_its_place_too()
    {
        var ticket = await _server.TicketAsync(Token());
        await using var lost = await _server.OpenAsync(ticket);
        var connected = await lost.ReadConnectedAsync();

        await using var stream = await _server.OpenAsync(ticket, connected.Id);

        await stream.ReadConnectedAsync();
        await AssertLiveAsync(stream);
    }

    [Fact]
    public async Task A_polyfill_that_says_its_position_in_the_address_takes_its_place_once_it_was_told_another()
    {
        var ticket = await _server.TicketAsync(Token());
        await using var lost = await _server.OpenAsync(ticket, query: $"&lastEventId={_server.Log.Epoch}-0");
        var client = _server.Hub.Find((await lost.ReadConnectedAsync()).ClientId)!;
        await PublishAsync(1);
        var last = (await lost.ReadEventAsync()).Id;
        await Deadline.UntilAsync(() => client.Sent == 1, "the service knows that it has sent it");

        await using var stream = await _server.OpenAsync(ticket, query: $"&lastEventId={last}");

        await stream.ReadConnectedAsync();
        await AssertLiveAsync(stream);
    }

    [Fact]
    public async Task Of_a_ticket_that_is_used_many_times_at_once_one_stream_is_open()
    {
        var ticket = await _server.TicketAsync(Token());

        var all = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => _server.OpenAsync(ticket)));
        var first = await Task.WhenAll(all.Select(stream => stream.ReadAsync()));

        Assert.Single(first, frame => frame!.Event == "livefeed.connected");
        Assert.Equal(99, first.Count(frame => frame!.Event == "livefeed.closing"));
        foreach (var stream in all)
        {
            await stream.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_stream_that_an_administrator_has_ended_is_not_reopened()
    {
        var ticket = await _server.TicketAsync(Token());
        await using var stream = await _server.OpenAsync(ticket);
        await stream.ReadConnectedAsync();

        using var ended = await _server.SendAsync(
            "DELETE", "/clients?user=ada", [Credentialed.Bearer(Token(new TestToken { Admin = true }))]);
        Assert.Equal(1, (await ended.ReadJsonAsync(HttpStatusCode.OK)).GetProperty("ended").GetInt32());
        await stream.ReadNamedAsync("livefeed.closing");
        await stream.AssertEndedAsync();
        await _server.UntilNobodyAsync();

        Assert.Contains("ended for good", await _server.AssertRefusedAsync(ticket), StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.NoContent,
            await _server.StatusAsync("GET", Ticketed.Path(ticket), Ticketed.HeaderOf("closed")));
    }

    [Fact]
    public async Task A_client_that_left_in_the_middle_of_its_beginning_leaves_its_ticket_free()
    {
        var ticket = await _server.TicketAsync(Token());
        for (var i = 0; i < 20; i++)
        {
            await RawHttp.AskAsync(
                _server.Address,
                $"GET {Ticketed.Path(ticket)} HTTP/1.1\r\nHost: {_server.Address.Authority}\r\n\r\n",
                "HTTP/1.1 200");
        }

        await _server.UntilNobodyAsync();
        await using var stream = await _server.OpenAsync(ticket);
        await stream.ReadConnectedAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a.b")]
    [InlineData("e30.e30")]
    [InlineData("*.*")]
    public async Task What_is_no_ticket_is_refused(string text) =>
        Assert.Equal("This is no ticket of this service.", await _server.AssertRefusedAsync(text));

    [Fact]
    public async Task A_ticket_that_was_changed_anywhere_is_refused()
    {
        var ticket = await _server.TicketAsync(Token());
        for (var i = 0; i < ticket.Length - 1; i += 7) // the last character has bits that count for nothing
        {
            var changed = ticket.ToCharArray();
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            Assert.Equal("This is no ticket of this service.", await _server.AssertRefusedAsync(new string(changed)));
        }
    }

    [Fact]
    public async Task Rights_that_are_too_long_for_an_address_are_refused_with_the_reason()
    {
        var many = TestToken.For([.. Enumerable.Range(0, 200).Select(i => $"a/very/long/topic/number/{i}")]);

        using var response = await _server.SendAsync("POST", "/tickets", [Credentialed.Bearer(Token(many))]);

        var problem = await response.ReadProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid");
        Assert.Contains("4096", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_number_of_tickets_takes_no_memory_until_they_are_used()
    {
        var office = _server.Services.GetRequiredService<TicketOffice>();
        var caller = await _server.Services.GetRequiredService<LiveFeed.Access.AccessPolicy>()
            .IdentifyAsync(new LiveFeed.Access.Authentication.Credentials(Token()), TestContext.Current.CancellationToken);

        var texts = Enumerable.Range(0, 10_000).Select(_ => office.Issue(caller).Text).ToHashSet();

        Assert.Equal(10_000, texts.Count);
        Assert.Equal(0, _server.Services.GetRequiredService<TicketUses>().Count);
    }

    private async Task AssertLiveAsync(SseConnection stream)
    {
        await PublishAsync(99);
        Assert.Equal("99", (await stream.ReadEventAsync()).Data);
    }

    private string Token(TestToken? token = null) =>
        ((token ?? TestToken.For("a")) with { Expires = _time.GetUtcNow().AddHours(1) }).BySecret();

    private async Task PublishAsync(int data)
    {
        using var response = await _server.SendAsync(
            "POST", "/events", [Credentialed.Bearer(Token())], $$"""{"topic":"a","data":{{data}}}""");
        await response.ReadJsonAsync(HttpStatusCode.Accepted);
    }
}
