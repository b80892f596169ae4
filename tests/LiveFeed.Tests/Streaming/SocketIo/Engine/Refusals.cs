using System.Net;
using System.Text.Json;

namespace LiveFeed.Tests.Streaming.SocketIo.Engine;

internal static class Refusals
{
    /// <summary>The request is refused with this code and message.</summary>
    internal static async Task AssertRefusedAsync(
        this HttpResponseMessage response, int code, string message, HttpStatusCode status = HttpStatusCode.BadRequest)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(
            $$"""{"code":{{code}},"message":{{JsonSerializer.Serialize(message)}}}""",
            await response.Content.ReadAsStringAsync());
    }
}
