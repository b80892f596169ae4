using System.Net;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Access.Tickets;

/// <summary>A native EventSource repeats its address for ever: its ticket must outlive the service.</summary>
public sealed class TicketRestartTests
{
    private static readonly (string Name, string Value) Ada = Credentialed.Bearer(TestToken.For("a").BySecret());

    [Fact]
    public async Task After_a_kill_a_client_comes_back_with_its_ticket_and_misses_nothing()
    {
        using var folder = new TempFolder();
        using var service = await StartAsync(folder);
        var path = Ticketed.Path(Ticketed.TextOf(await service.Http.AskTicketAsync(Ada)));
        await using var before = await service.FollowAsync(path);
        await before.ReadNamedAsync("livefeed.connected");
        await PublishAsync(service, 1);
        var last = (await before.ReadEventAsync()).Id!;

        service.Kill();
        await service.RestartAsync();

        await PublishAsync(service, 2);
        await using var after = await service.FollowAsync(path, ("Last-Event-ID", last));
        Assert.Contains(
            "\"resumed\":true", (await after.ReadNamedAsync("livefeed.connected")).Data, StringComparison.Ordinal);
        Assert.Equal("2", (await after.ReadEventAsync()).Data);
        Assert.DoesNotContain("ticket-key", service.Output, StringComparison.Ordinal);
    }

    private static Task<ServiceProcess> StartAsync(TempFolder folder) => ServiceProcess.StartAsync(
        "--LiveFeed:Metrics:Enabled=false",
        "--LiveFeed:Log:Durability=commit",
        $"--LiveFeed:Log:Path={folder.File("feed.db")}",
        $"--LiveFeed:Access:Jwt:SigningKey={TestToken.Secret}");

    private static async Task PublishAsync(ServiceProcess service, int data)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/events")
        {
            Content = new StringContent($$"""{"topic":"a","data":{{data}}}""", null, Posting.Json),
        };
        request.Headers.TryAddWithoutValidation(Ada.Name, Ada.Value);
        using var response = await service.Http.SendAsync(request).WithinDeadline();
        await response.ReadJsonAsync(HttpStatusCode.Accepted);
    }
}
