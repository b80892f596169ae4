using System.Net;
using LiveFeed.Tests.Support;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Streaming.Sse;

/// <summary>The same over HTTP/2 (with prior knowledge, as a proxy speaks it) as over HTTP/1.1.</summary>
public sealed class Http2Tests : IAsyncDisposable
{
    private readonly LiveFeedServer _server = new(
        ("Delivery:Compression", "gzip"),
        ("/Kestrel:Endpoints:Http1:Url", "http://127.0.0.1:0"),
        ("/Kestrel:Endpoints:Http1:Protocols", "Http1"),
        ("/Kestrel:Endpoints:Http2:Url", "http://127.0.0.1:0"),
        ("/Kestrel:Endpoints:Http2:Protocols", "Http2"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_stream_has_the_same_headers_and_bytes()
    {
        await using var one = await FollowAsync(HttpVersion.Version11);
        await using var two = await FollowAsync(HttpVersion.Version20);
        using var http = Client(HttpVersion.Version11);
        await one.ReadConnectedAsync();
        await two.ReadConnectedAsync();

        foreach (var (text, _) in AwkwardText.All.Values)
        {
            using var posted = await http.PostToTopicAsync("t", text, "text/plain");
        }

        await http.PublishAsync($$"""{"topic":"t","event":"large","data":"{{new string('x', 1 << 20)}}"}""");
        await one.ReadNamedAsync("large");
        await two.ReadNamedAsync("large");
        Assert.Equal(HttpVersion.Version20, two.Response.Version);
        Assert.Equal(
            one.Response.Content.Headers.ContentType?.ToString(), two.Response.Content.Headers.ContentType?.ToString());
        Assert.Equal(one.Response.Headers.CacheControl?.ToString(), two.Response.Headers.CacheControl?.ToString());
        Assert.Equal(["no"], two.Response.Headers.GetValues("X-Accel-Buffering"));
        Assert.True(one.TextAfterConnected() == two.TextAfterConnected(), "the bytes differ");
    }

    [Fact]
    public async Task Events_are_published_over_it_and_a_stream_ends_with_its_closing_frame()
    {
        await using var stream = await FollowAsync(HttpVersion.Version20);
        var id = (await stream.ReadConnectedAsync()).ClientId;
        using var http = Client(HttpVersion.Version20);

        await http.PublishAsync("""{"topic":"t","data":1}""");
        Assert.Equal("1", (await stream.ReadEventAsync()).Data);
        using var ended = await http.DeleteAsync(
            new Uri($"/clients/{id}", UriKind.Relative), TestContext.Current.CancellationToken);

        await stream.ReadNamedAsync("livefeed.closing");
        await stream.AssertEndedAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("&envelope=true")]
    public async Task Compressed_it_says_the_same(string query)
    {
        await using var one = await FollowAsync(HttpVersion.Version20, query);
        await using var two = await FollowAsync(HttpVersion.Version20, query, ("Accept-Encoding", "gzip"));
        using var http = Client(HttpVersion.Version20);
        await one.ReadConnectedAsync();
        await two.ReadConnectedAsync();

        await http.PublishNumbersAsync("t", 300);
        await http.PublishAsync($$"""{"topic":"t","event":"large","data":"{{new string('x', 1 << 20)}}"}""");
        await one.ReadNamedAsync("large");
        await two.ReadNamedAsync("large");

        Assert.Equal(["gzip"], two.Response.Content.Headers.ContentEncoding);
        Assert.True(one.TextAfterConnected() == two.TextAfterConnected(), "the bytes differ");
    }

    private Task<SseConnection> FollowAsync(
        Version version, string query = "", params (string Name, string Value)[] headers) =>
        SseConnection.OpenAsync(new Uri(AddressOf(version), $"/events?topic=t{query}"), headers, version);

    private HttpClient Client(Version version) => new()
    {
        BaseAddress = AddressOf(version),
        DefaultRequestVersion = version,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    // In the order of the endpoints' names.
    private Uri AddressOf(Version version)
    {
        var addresses =
            _server.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        return new Uri(addresses.ElementAt(version.Major - 1));
    }
}
