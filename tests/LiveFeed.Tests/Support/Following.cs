using System.Text;

namespace LiveFeed.Tests.Support;

/// <summary>What clients do beside reading frames.</summary>
internal static class Following
{
    internal static Task<SseConnection> FollowAsync(
        this ServiceProcess service, string pathAndQuery, params (string Name, string Value)[] headers) =>
        SseConnection.OpenAsync(new Uri(service.Address, pathAndQuery), headers);

    /// <summary>The first frame, which must be the connected one.</summary>
    internal static async Task<ConnectedFrame> ReadConnectedAsync(this SseConnection stream)
    {
        var frame = await stream.ReadAsync();
        Assert.True(frame is not null, "the stream ended before its first frame");
        return ConnectedFrame.Of(frame);
    }

    /// <summary>All bytes so far after the connected frame, as text: UTF-8 maps one to one.</summary>
    internal static string TextAfterConnected(this SseConnection stream)
    {
        var bytes = stream.Bytes;
        return Encoding.UTF8.GetString(bytes.AsSpan(bytes.AsSpan().IndexOf("\n\n"u8) + 2));
    }

    internal static async Task<IReadOnlyList<string?>> ReadDataAsync(this SseConnection stream, int count) =>
        [.. (await stream.ReadEventsAsync(count)).Select(e => e.Data)];

    /// <summary>Requires that the server ends the stream now, with nothing more in it.</summary>
    internal static async Task AssertEndedAsync(this SseConnection stream) => Assert.Null(await stream.ReadAsync());

    /// <summary>Requires that nothing was sent to the stream before an event which it is sent now.</summary>
    internal static async Task AssertNothingForAsync(this LiveFeedServer server, SseConnection stream, string topic)
    {
        await server.Http.PublishAsync($$"""{"topic":"{{topic}}","data":"nothing before this"}""");
        Assert.Equal("\"nothing before this\"", (await stream.ReadEventAsync()).Data);
    }
}
