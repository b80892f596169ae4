using LiveFeed.Streaming.SocketIo.Handlers;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Streaming.SocketIo;

/// <summary>
/// npm's <c>socket.io-client</c>: recovery after a break, acknowledgements that the service asks for, lost heartbeats, load.
/// Its scripts are in <c>tests/clients/socketio</c>. <see cref="ForeignClientTests"/> has what else it does.
/// </summary>
public sealed class OfficialClientTests
{
    [Theory]
    [InlineData("polling", Traits = ["length", "long"])]
    [InlineData("websocket")]
    [InlineData("both", Traits = ["length", "long"])]
    public async Task It_has_its_state_and_each_event_once_after_its_network_broke(string transport)
    {
        await using var server = Recovering();
        Assert.Equal("60 missed, each there once", await RunAsync("recovery.mjs", server, transport, "cut"));
    }

    [Theory]
    [InlineData("polling", Traits = ["length", "long"])]
    [InlineData("websocket")]
    public async Task It_has_its_state_and_each_event_once_after_the_service_was_killed(string transport)
    {
        using var folder = new TempFolder();
        using var service = await ServiceProcess.StartAsync(
            $"--LiveFeed:Log:Path={Path.Combine(folder.Path, "feed.db")}",
            "--LiveFeed:Log:Durability=commit",
            "--LiveFeed:Metrics:Enabled=false",
            "--LiveFeed:Rooms:LeaveAfter=00:00:30",
            "--LiveFeed:SocketIo:Recovery:Enabled=true",
            "--LiveFeed:SocketIo:Relay:0=draw");
        Assert.Equal(
            "90 missed, each there once",
            await RunAsync("recovery.mjs", service.Address, KillAsync, transport, "kill"));

        Task KillAsync(string what)
        {
            Assert.Equal("kill", what);
            service.Kill();
            return service.RestartAsync();
        }
    }

    [Theory]
    [InlineData("polling", Traits = ["length", "long"])]
    [InlineData("websocket")]
    public async Task It_begins_anew_when_what_it_missed_is_no_longer_there(string transport)
    {
        await using var server = Recovering(("Log:MaxEvents", "100"));
        Assert.Equal(
            "0 missed, each there once",
            await RunAsync("recovery.mjs", server.Address, TrimAsync, transport, "gap"));

        async Task TrimAsync(string what)
        {
            Assert.Equal("trim", what);
            await server.Http.PublishNumbersAsync("elsewhere", 300);
            await server.Log.TrimAsync(default);
        }
    }

    [Theory]
    [InlineData("polling")]
    [InlineData("websocket")]
    public async Task It_acknowledges_what_the_service_asks(string transport)
    {
        await using var server = new LiveFeedServer();
        server.Services.GetRequiredService<MappedNamespaces>().Map("/ask")
            .On("ask", AskAsync)
            .On("ask-at-once", e => { _ = AskAsync(e); });
        Assert.Equal("every question is answered", await RunAsync("acks.mjs", server, transport));

        static async Task AskAsync(SocketIoEvent e)
        {
            var waits = e.Arguments.Get<string>(0) == "never" ? TimeSpan.FromMilliseconds(50) : Deadline.Time;
            try
            {
                e.Ack(await e.Socket.EmitWithAckAsync("question", waits, e.Arguments));
            }
            catch (TimeoutException)
            {
                e.Ack("late");
            }
        }
    }

    [Theory]
    [InlineData("polling", "server", Traits = ["length", "long"])]
    [InlineData("polling", "client", Traits = ["length", "long"])]
    [InlineData("websocket", "server")]
    [InlineData("websocket", "client")]
    public async Task A_lost_heartbeat_is_seen_by_the_other_side(string transport, string who)
    {
        await using var server = new LiveFeedServer(
            ("Rooms:LeaveAfter", "00:00:00.100"),
            ("SocketIo:PingInterval", "00:00:02"),
            ("SocketIo:PingTimeout", "00:00:05"));
        Assert.Equal("the loss is seen", await RunAsync("heartbeat.mjs", server, transport, who));
    }

    [Theory]
    [InlineData("websocket,websocket,websocket,websocket", 1_000, Traits = ["length", "long"])]
    [InlineData("polling,polling,polling,polling", 1_000, Traits = ["length", "long"])]
    [InlineData("polling,websocket,both", 700)]
    public async Task Everyone_gets_thousands_of_messages_of_several_in_one_order(string transports, int each)
    {
        await using var server = new LiveFeedServer();
        var clients = transports.Count(',') + 1;
        Assert.Equal(
            $"{each * clients} messages in one order for {clients} clients",
            await RunAsync("load.mjs", server, transports, $"{each}"));
    }

    private static LiveFeedServer Recovering(params (string, string)[] settings) => new(
    [
        ("Rooms:LeaveAfter", "00:00:30"), // its absence is not told, however slow this machine is
        ("SocketIo:Recovery:Enabled", "true"),
        ("SocketIo:Relay:0", "draw"),
        .. settings,
    ]);

    private static Task<string> RunAsync(string script, LiveFeedServer server, params string[] arguments) =>
        RunAsync(script, server.Address, _ => Task.CompletedTask, arguments);

    private static async Task<string> RunAsync(
        string script, Uri address, Func<string, Task> act, params string[] arguments)
    {
        var origin = address.GetLeftPart(UriPartial.Authority);
        return (await NodeScript.RunAsync($"socketio/{script}", act, [origin, .. arguments])).Trim();
    }
}
