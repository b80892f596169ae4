using System.Text;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Hosting;

/// <summary>The service's own process with few file descriptors, and more connections than those.</summary>
public sealed class DescriptorTests
{
    private const int Descriptors = 512;

    [Theory]
    [InlineData("")]
    [InlineData("GET /topics HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")]
    [InlineData("GET /topics HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    public async Task The_service_lives_and_its_followers_go_on_and_new_clients_are_answered(string beginning)
    {
        using var folder = new TempFolder();
        using var service = await ServiceProcess.StartWithDescriptorsAsync(
            Descriptors, $"--LiveFeed:Log:Path={folder.File("feed.db")}", "--LiveFeed:Metrics:Enabled=false");
        await using var early = await service.FollowAsync("/events?topic=t");
        await early.ReadConnectedAsync();

        using var squatters = await Squatters.ConnectAsync(
            service.Address, Descriptors * 2, Encoding.ASCII.GetBytes(beginning));
        if (beginning.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await squatters.UntilAnsweredOrEndedAsync(); // while every place has a request, a new client is turned away
        }

        await using var late = await service.FollowAsync("/events?topic=t");
        await late.ReadConnectedAsync();
        using var http = new HttpClient { BaseAddress = service.Address };
        await http.PublishNumbersAsync("t", 10);
        Assert.Equal(10, (await early.ReadEventsAsync(10)).Count);
        Assert.Equal(10, (await late.ReadEventsAsync(10)).Count);
        using var other = new HttpClient { BaseAddress = service.Address }; // a kept connection may be ended for others
        Assert.Equal(10, (await other.GetJsonAsync("/history?topic=t")).GetProperty("events").GetArrayLength());
        Assert.Equal(0, await service.TerminateAsync());
        Assert.Contains("places for connections run out", service.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", service.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clients_that_do_not_fit_are_told_that_it_is_full_and_at_the_start_it_is_said_how_many_do()
    {
        using var service = await ServiceProcess.StartWithDescriptorsAsync(
            Descriptors, "--LiveFeed:Log:Provider=memory", "--LiveFeed:Metrics:Enabled=false");
        var streams = new List<SseConnection>();
        for (var isFull = false; !isFull && streams.Count < Descriptors;)
        {
            streams.Add(await service.FollowAsync("/events?topic=t"));
            isFull = (await streams[^1].ReadAsync())!.Event == "livefeed.closing";
        }

        Assert.InRange(streams.Count, 50, Descriptors - 1);
        Assert.Contains($"leaves room for {streams.Count - 1} clients", service.Output, StringComparison.Ordinal);
        foreach (var stream in streams)
        {
            await stream.DisposeAsync();
        }
    }

    [Fact]
    public async Task With_too_few_descriptors_to_load_the_runtime_the_service_says_so_and_does_not_abort()
    {
        var (exitCode, output) = await ServiceProcess.RunWithDescriptorsAsync(256, "--LiveFeed:Log:Provider=memory");

        Assert.Equal(1, exitCode);
        Assert.Contains("may have 256", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }
}
