using System.Diagnostics;
using System.Text.Json;
using LiveFeed.Tests.Architecture;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.Proxies;

/// <summary>
/// What the library for browsers (<c>dashboards/client</c>) publishes behind a bad network. <c>tests/clients/chaos</c> has
/// the client and the proxy.
/// </summary>
public sealed class ClientPublishTests
{
    private static string Folder => Path.GetFullPath(Path.Combine(SourceTree.Service(), "../../tests/clients"));

    [Theory]
    [InlineData("websocket")]
    [InlineData("sse")]
    [InlineData("polling", Traits = ["length", "long"])]
    public async Task What_is_published_and_said_is_stored_once_and_in_order_however_answers_are_lost(string transport)
    {
        await using var server = new LiveFeedServer(("Delivery:Heartbeat", "00:00:01"), ("Delivery:Retry", "00:00:00.200"));
        string[] arguments =
        [
            Path.Combine(Folder, "chaos/publish.mjs"), server.Address.GetLeftPart(UriPartial.Authority), transport,
        ];

        var outcome = await RunAsync(arguments);

        Assert.True(outcome.GetProperty("broken").GetInt32() > 0);
        Assert.Equal(transport != "websocket", outcome.GetProperty("lost").GetBoolean());
    }

    private static async Task<JsonElement> RunAsync(string[] arguments)
    {
        var start = new ProcessStartInfo("node", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var client = Process.Start(start)!;
        var output = client.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = client.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await client.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(client.ExitCode == 0, $"{await output}{await errors}");
        return JsonSerializer.Deserialize<JsonElement>(await output);
    }
}
