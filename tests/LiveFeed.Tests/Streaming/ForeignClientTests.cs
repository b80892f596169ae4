using System.Diagnostics;
using System.Globalization;
using LiveFeed.Tests.Architecture;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming;

/// <summary>
/// Clients that are not ours, from npm, which the test command installs (<c>npm --prefix tests/clients ci</c>).
/// </summary>
public sealed class ForeignClientTests
{
    private static string Folder => Path.Combine(SourceTree.Root(), "tests/clients");

    [Fact]
    public async Task A_page_made_for_a_plain_chat_server_works_by_changing_its_url()
    {
        await using var server = new LiveFeedServer(("Rooms:LeaveAfter", "00:00:00.200"));
        Assert.Equal(
            "1500 messages in one order, typing and leave as they should be",
            await RunAsync("chat.mjs", $"ws://{server.Address.Authority}/ws"));
    }

    [Fact]
    public async Task An_EventSource_of_Node_js_follows()
    {
        await using var server = new LiveFeedServer();
        await server.Http.PublishNumbersAsync("numbers", 50);
        Assert.Equal(
            string.Join('\n', Enumerable.Range(0, 50).Select(n => n.ToString(CultureInfo.InvariantCulture))),
            await RunAsync("follow.mjs", server.Address.GetLeftPart(UriPartial.Authority), "numbers", "50"));
    }

    private static async Task<string> RunAsync(string script, params string[] arguments)
    {
        Assert.True(
            Directory.Exists(Path.Combine(Folder, "node_modules")),
            "They are not installed. Run: npm --prefix tests/clients ci");
        var start = new ProcessStartInfo("node", [Path.Combine(Folder, script), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var client = Process.Start(start)!;
        var output = client.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = client.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await client.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(client.ExitCode == 0, $"{await output}{await errors}");
        return (await output).Trim();
    }
}
