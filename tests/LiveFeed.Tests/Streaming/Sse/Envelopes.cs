using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.Sse;

internal static class Envelopes
{
    /// <summary>What stands in the one data line of a frame with an envelope.</summary>
    internal static JsonElement Read(SseFrame frame)
    {
        Assert.DoesNotContain('\n', frame.Data!);
        return JsonSerializer.Deserialize<JsonElement>(frame.Data!);
    }
}
