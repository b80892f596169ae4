using System.IO.Compression;
using System.Net;
using System.Text;
using LiveFeed.Streaming.SocketIo.Engine;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.SocketIo.Engine.Polls;

/// <summary>How much a client may send and leave unread.</summary>
public sealed class PayloadLimitTests
{
    private const int Most = 10_000;

    private readonly EngineOptions _small = new() { MaxPayload = Most };

    [Fact]
    public async Task A_body_of_the_max_size_is_taken_and_a_larger_one_closes_the_connection()
    {
        await using var host = new EngineHost(_small);
        var client = await host.OpenAsync();
        var session = await host.Application.NextAsync();
        await client.SendAsync($"4{new string('x', Most - 1)}");
        Assert.Equal(Most, (await client.PollAsync())[0].Length);

        using var refused = await client.PostAsync($"4{new string('x', Most)}");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        Assert.StartsWith(
            """{"code":3,"message":""",
            await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Assert.Equal(EngineCloseReason.TransportError, await session.EndAsync());
        await client.AssertUnknownAsync();
    }

    [Fact]
    public async Task A_compressed_body_counts_as_what_it_becomes()
    {
        await using var host = new EngineHost(_small);
        var client = await host.OpenAsync();
        using var fits = await client.PostAsync(Gzip("4hello"));
        Assert.Equal(HttpStatusCode.OK, fits.StatusCode);
        Assert.Equal(["4hello"], await client.PollAsync());

        using var bomb = await client.PostAsync(Gzip($"4{new string('x', 1 << 20)}"));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, bomb.StatusCode);
        await client.AssertUnknownAsync();
    }

    [Fact]
    public async Task A_body_that_breaks_off_closes_the_connection()
    {
        await using var host = new EngineHost();
        var client = await host.OpenAsync();
        var session = await host.Application.NextAsync();
        var request = $"POST {client.Query} HTTP/1.1\r\nHost: {host.Address.Authority}\r\nContent-Length: 100\r\n\r\n4a";

        await RawHttp.AskAsync(host.Address, request, until: ""); // and then its connection is closed

        Assert.True(await session.EndAsync() is EngineCloseReason.TransportError or EngineCloseReason.TransportClose);
        await client.AssertUnknownAsync();
    }

    [Fact]
    public async Task A_client_that_leaves_a_megabyte_unread_is_closed()
    {
        await using var host = new EngineHost();
        var client = await host.OpenAsync();
        var session = await host.Application.NextAsync();
        var text = new string('x', 100_000);
        for (var sent = 0; sent < 10; sent++)
        {
            Assert.True(session.Send(text));
        }

        Assert.False(session.Send(text));

        Assert.Equal(EngineCloseReason.TooMuchUnread, await session.EndAsync());
        Assert.False(session.Send("x"));
        await client.AssertUnknownAsync();
    }

    [Fact]
    public async Task A_single_message_may_be_larger_than_what_may_be_unread()
    {
        await using var host = new EngineHost();
        var client = await host.OpenAsync();
        var session = await host.Application.NextAsync();

        Assert.True(session.Send(new string('x', 3 << 20)));

        Assert.Equal((3 << 20) + 1, (await client.PollAsync())[0].Length);
        Assert.True(session.Send("y"));
        Assert.Equal(["4y"], await client.PollAsync());
    }

    [Fact]
    public async Task What_waits_for_clients_counts_as_held_until_they_have_it_or_are_gone()
    {
        await using var host = new EngineHost();
        var memory = host.Server.HeldBytes();
        var reader = await host.OpenAsync();
        (await host.Application.NextAsync()).Send(new string('x', 100_000));
        var leaver = await host.OpenAsync();
        var left = await host.Application.NextAsync();
        left.Send(new string('x', 100_000));
        Assert.InRange(host.Server.HeldBytes(), memory + 200_000, memory + 201_000);

        await reader.PollAsync();
        await leaver.SendAsync("1");

        await Deadline.UntilAsync(() => host.Server.HeldBytes() == memory, "nothing is held");
    }

    private static ByteArrayContent Gzip(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        var body = new ByteArrayContent(bytes.ToArray());
        body.Headers.ContentEncoding.Add("gzip");
        return body;
    }
}
