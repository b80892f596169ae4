using System.Globalization;
using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.WebSockets;

/// <summary>What a client of <c>/ws</c> says and is told.</summary>
public sealed class MessageTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private LiveFeedServer Server => fixture.Server;

    [Fact]
    public async Task The_first_message_tells_who_and_where_the_client_is()
    {
        await using var socket = await JsonSocket.OpenAsync(Server);
        Assert.StartsWith("c-", socket.ClientId, StringComparison.Ordinal);
        Assert.Equal(15_000, socket.Connected.GetProperty("heartbeat").GetInt32());
        var client = await Server.Http.GetJsonAsync($"/clients/{socket.ClientId}");
        Assert.Equal("websocket", client.GetProperty("transport").GetString());
        Assert.Equal(client.GetProperty("clientId").GetString(), socket.ClientId);
    }

    [Fact]
    public async Task A_subscription_gets_what_it_missed_then_a_marker_then_what_is_new()
    {
        var before = await Server.Http.PublishNumbersAsync("sub/a", 5);
        await using var socket = await JsonSocket.OpenAsync(Server);
        await socket.SendAsync(
            $$"""{"type":"subscribe","id":7,"topics":["sub/*"],"after":"{{before.FirstPosition()}}"}""");
        Assert.Equal(["1", "2", "3", "4"], await socket.ReadDataAsync(4));
        var marker = await socket.ReadAsync("subscribed");
        Assert.Equal(7, marker.GetProperty("id").GetInt32());
        Assert.Equal("sub/*", marker.GetProperty("topics")[0].GetString());

        await Server.Http.PublishAsync("""{"topic":"sub/b","event":"paid","key":"k","data":{"a":1}}""");
        var e = await socket.ReadAsync("event");
        Assert.Equal("sub/b", e.GetProperty("topic").GetString());
        Assert.Equal("paid", e.GetProperty("event").GetString());
        Assert.Equal("k", e.GetProperty("key").GetString());
        Assert.Equal("""{"a":1}""", e.GetProperty("data").GetRawText());
        Assert.NotNull(e.GetProperty("position").GetString());
        Assert.Equal(JsonValueKind.String, e.GetProperty("time").ValueKind);
    }

    [Theory]
    [InlineData("lastEventId")]
    [InlineData("last_event_id")]
    public async Task The_query_subscribes_and_resumes_as_that_of_server_sent_events(string name)
    {
        var before = await Server.Http.PublishNumbersAsync("query/a", 3);
        await using var resumed = await JsonSocket.OpenAsync(
            Server, $"/ws?topic=query/*&{name}={before.FirstPosition()}");
        Assert.True(resumed.Connected.GetProperty("resumed").GetBoolean());
        Assert.Equal(["1", "2"], await resumed.ReadDataAsync(2));
        await using var last = await JsonSocket.OpenAsync(Server, "/ws?topic=query/*&last=1");
        Assert.Equal(["2"], await last.ReadDataAsync(1));
    }

    [Fact]
    public async Task What_is_unsubscribed_comes_no_more()
    {
        await using var socket = await JsonSocket.OpenAsync(Server);
        await socket.SubscribeAsync("""  "topics":["un/a","un/b"] """);
        await socket.SendAsync("""{"type":"unsubscribe","id":"u","topics":["un/a"]}""");
        Assert.Equal("u", (await socket.ReadAsync("ack")).GetProperty("id").GetString());
        await Deadline.UntilAsync(
            async () => (await Server.Http.GetJsonAsync($"/clients/{socket.ClientId}")).GetProperty("topics")
                .GetArrayLength() == 1,
            "it follows one topic");
        await Server.Http.PublishNumbersAsync("un/a", 1);
        await Server.Http.PublishNumbersAsync("un/b", 1, from: 1);
        Assert.Equal(["1"], await socket.ReadDataAsync(1));
    }

    [Fact]
    public async Task A_publish_is_answered_when_it_has_an_id_and_all_or_nothing()
    {
        await using var socket = await JsonSocket.OpenAsync(Server);
        await socket.SubscribeAsync("""  "topics":["pub"] """);
        await socket.SendAsync("""{"type":"publish","topic":"pub","data":1}""");
        await socket.SendAsync(
            """{"type":"publish","id":"x","events":[{"topic":"pub","data":2,"id":"two"},{"topic":"pub","data":3}]}""");

        var (seen, ack) = (new List<string>(), default(JsonElement));
        while (seen.Count < 3 || ack.ValueKind == JsonValueKind.Undefined)
        {
            var message = await socket.ReadAsync();
            if (message.GetProperty("type").GetString() == "ack")
            {
                ack = message;
            }
            else
            {
                seen.Add(message.GetProperty("data").GetRawText());
            }
        }

        Assert.Equal(["1", "2", "3"], seen);
        Assert.Equal(
            ("x", 2, 0),
            (ack.GetProperty("id").GetString(), ack.GetProperty("accepted").GetInt32(),
                ack.GetProperty("duplicates").GetInt32()));
        Assert.NotNull(ack.GetProperty("positions").GetProperty("last").GetString());

        await socket.SendAsync("""{"type":"publish","id":"y","events":[{"topic":"pub","data":4},{"topic":"","data":5}]}""");
        var problem = (await socket.ReadAsync("error")).GetProperty("problem");
        Assert.Equal(422, problem.GetProperty("status").GetInt32());
        Assert.True(problem.GetProperty("errors").TryGetProperty("/1/topic", out _));
        await socket.SendAsync("""{"type":"publish","topic":"pub","data":6}""");
        Assert.Equal(["6"], await socket.ReadDataAsync(1));
    }

    [Fact]
    public async Task A_request_id_is_no_idempotency_key_and_an_event_id_is()
    {
        await using var socket = await JsonSocket.OpenAsync(Server);
        await socket.SendAsync("""{"type":"publish","id":"1","topic":"ids","data":"a"}""");
        await socket.SendAsync("""{"type":"publish","id":"1","topic":"ids","data":"b"}""");
        await socket.SendAsync("""{"type":"publish","id":"2","events":[{"topic":"ids","id":"e","data":"c"}]}""");
        await socket.SendAsync("""{"type":"publish","id":"3","events":[{"topic":"ids","id":"e","data":"c"}]}""");
        await socket.SendAsync("""{"type":"publish","id":"4","events":[{"topic":"ids","id":"e","data":"d"}]}""");
        int[] duplicates = new int[4];
        for (var i = 0; i < 4; i++)
        {
            duplicates[i] = (await socket.ReadAsync("ack")).GetProperty("duplicates").GetInt32();
        }

        Assert.Equal([0, 0, 0, 1], duplicates);
        var error = await socket.ReadAsync("error");
        Assert.Equal("4", error.GetProperty("id").GetString());
        Assert.Equal(409, error.GetProperty("problem").GetProperty("status").GetInt32());
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("null", 400)]
    [InlineData("[]", 400)]
    [InlineData("{", 400)]
    [InlineData("{} {}", 400)]
    [InlineData("{}", 422)]
    [InlineData("""{"type":1}""", 422)]
    [InlineData("""{"type":"no"}""", 422)]
    [InlineData("""{"type":"ping","type":"ping"}""", 422)]
    [InlineData("""{"type":"ping","id":{}}""", 422)]
    [InlineData("""{"type":"subscribe"}""", 422)]
    [InlineData("""{"type":"subscribe","topics":[]}""", 422)]
    [InlineData("""{"type":"subscribe","topics":"a"}""", 422)]
    [InlineData("""{"type":"subscribe","topics":[1]}""", 422)]
    [InlineData("""{"type":"subscribe","topics":["a b"]}""", 422)]
    [InlineData("""{"type":"subscribe","topic":["a"],"topics":["a"]}""", 422)]
    [InlineData("""{"type":"subscribe","topics":["a"],"after":"x"}""", 422)]
    [InlineData("""{"type":"subscribe","topics":["a"],"last":-1}""", 422)]
    [InlineData("""{"type":"subscribe","topics":["a"],"window":70000}""", 422)]
    [InlineData("""{"type":"subscribe","topics":["a"],"batch":1}""", 422)]
    [InlineData("""{"type":"subscribe","topics":["\ud800"]}""", 422)]
    [InlineData("""{"type":"unsubscribe"}""", 422)]
    [InlineData("""{"type":"publish"}""", 422)]
    [InlineData("""{"type":"publish","topic":"a","data":1,"colour":2}""", 422)]
    [InlineData("""{"type":"publish","events":{}}""", 422)]
    [InlineData("""{"type":"publish","events":[1]}""", 422)]
    [InlineData("""{"type":"publish","event":"livefeed.x","data":1}""", 422)]
    public async Task What_cannot_be_read_is_answered_and_the_connection_stays(string message, int status)
    {
        await using var socket = await JsonSocket.OpenAsync(Server);
        await socket.SendAsync(message);
        var problem = (await socket.ReadAsync("error")).GetProperty("problem");
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        await socket.SendAsync("""{"type":"ping"}""");
        await socket.ReadAsync("pong");
    }

    [Fact]
    public async Task Too_many_topics_are_refused_and_those_before_stay()
    {
        await using var socket = await JsonSocket.OpenAsync(Server);
        var many = string.Join(',', Enumerable.Range(0, 100).Select(n => $"\"many/{n}\""));
        await socket.SubscribeAsync($""" "topics":[{many}] """);
        await socket.SendAsync("""{"type":"subscribe","id":1,"topics":["one/more"],"batch":true,"window":60000}""");
        Assert.Equal(422, (await socket.ReadAsync("error")).GetProperty("problem").GetProperty("status").GetInt32());
        await Server.Http.PublishNumbersAsync("many/99", 1);
        await socket.ReadAsync("event"); // in no batch, and without that window
    }

    [Fact]
    public async Task In_batches_what_leaves_together_is_one_message()
    {
        await Server.Http.PublishNumbersAsync("batch/old", 300);
        await using var socket = await JsonSocket.OpenAsync(Server);
        await socket.SendAsync("""{"type":"subscribe","topics":["batch/*"],"last":300,"batch":true}""");
        var batches = new List<JsonElement>();
        for (var message = await socket.ReadAsync(); message.GetProperty("type").GetString() != "subscribed";)
        {
            batches.Add(message);
            message = await socket.ReadAsync();
        }

        var data = batches.SelectMany(batch => batch.GetProperty("events").EnumerateArray())
            .Select(e => e.GetProperty("data").GetRawText());
        Assert.Equal(Enumerable.Range(0, 300).Select(n => n.ToString(CultureInfo.InvariantCulture)), data);
        Assert.InRange(batches.Count, 1, 10);
    }

    [Fact]
    public async Task A_window_reduces_keyed_events_to_the_latest()
    {
        await using var socket = await JsonSocket.OpenAsync(Server);
        await socket.SubscribeAsync(""" "topics":["window"],"window":200 """);
        await Server.Http.PublishAsync("""[{"topic":"window","data":0}]""");
        await Server.Http.PublishAsync(
            '[' +
            string.Join(',', Enumerable.Range(1, 100).Select(n => $$"""{"topic":"window","key":"k","data":{{n}}}""")) +
            ']');
        await Server.Http.PublishAsync("""{"topic":"window","event":"end","data":"end"}""");
        var seen = new List<string>();
        while (seen.LastOrDefault() != "\"end\"")
        {
            seen.AddRange(await socket.ReadDataAsync(1));
        }

        Assert.Contains("100", seen);
        Assert.InRange(seen.Count, 3, 50);
    }

    [Fact]
    public async Task A_position_of_another_log_is_told_as_a_gap()
    {
        await Server.Http.PublishNumbersAsync("gap", 1);
        await using var socket = await JsonSocket.OpenAsync(Server);
        await socket.SendAsync("""{"type":"subscribe","topics":["gap"],"after":"0123456789-5"}""");
        Assert.Equal("epoch", (await socket.ReadAsync("gap")).GetProperty("reason").GetString());
        Assert.Equal(["0"], await socket.ReadDataAsync(1));
        await socket.ReadAsync("subscribed");
    }

    [Fact]
    public async Task An_event_for_this_client_alone_and_a_broadcast_reach_it_without_a_subscription()
    {
        await using var server = new LiveFeedServer();
        await using var socket = await JsonSocket.OpenAsync(server);
        await server.Http.PublishAsync($$$"""{"to":{"client":"{{{socket.ClientId}}}"},"event":"reply","data":1}""");
        await server.Http.PublishAsync("""{"data":"to all","ephemeral":true}""");
        Assert.Equal("reply", (await socket.ReadAsync("event")).GetProperty("event").GetString());
        var broadcast = await socket.ReadAsync("event");
        Assert.Equal(JsonValueKind.Null, broadcast.GetProperty("topic").ValueKind);
        Assert.Equal(JsonValueKind.Null, broadcast.GetProperty("position").ValueKind);
    }
}
