using System.Globalization;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming;

/// <summary>
/// Clients that are not ours, from npm, which the test command installs (<c>npm --prefix tests/clients ci</c>).
/// </summary>
public sealed class ForeignClientTests
{
    [Fact]
    public async Task A_page_made_for_a_plain_chat_server_works_by_changing_its_url()
    {
        await using var server = new LiveFeedServer(("Rooms:LeaveAfter", "00:00:00.200"));
        Assert.Equal(
            "1500 messages in one order, typing and leave as they should be",
            (await NodeScript.RunAsync("chat.mjs", $"ws://{server.Address.Authority}/ws")).Trim());
    }

    [Fact]
    public async Task An_EventSource_of_Node_js_follows()
    {
        await using var server = new LiveFeedServer();
        await server.Http.PublishNumbersAsync("numbers", 50);
        Assert.Equal(
            string.Join('\n', Enumerable.Range(0, 50).Select(n => n.ToString(CultureInfo.InvariantCulture))),
            (await NodeScript.RunAsync(
                "follow.mjs", server.Address.GetLeftPart(UriPartial.Authority), "numbers", "50")).Trim());
    }

    [Theory]
    [InlineData("polling", Traits = ["length", "long"])]
    [InlineData("websocket", Traits = ["length", "long"])]
    [InlineData("both")]
    public async Task The_client_of_Socket_IO_finds_all_that_its_own_server_has(string transports)
    {
        const string key = "a key";
        await using var server = new LiveFeedServer(
        [
            ("Access:Anonymous", "none"),
            .. Credentialed.ApiKey(0, key, ["**"], ["**"]),
            ("Rooms:LeaveAfter", "00:00:00.200"),
            ("SocketIo:Namespaces:0", "/shop"),
            ("SocketIo:Relay:0", "draw"),
            ("SocketIo:PingInterval", "00:00:01"),
        ]);
        Assert.Equal(
            "600 messages in one order, and all else as it should be",
            (await NodeScript.RunAsync(
                "socketio.mjs", server.Address.GetLeftPart(UriPartial.Authority), transports, key)).Trim());
    }
}
