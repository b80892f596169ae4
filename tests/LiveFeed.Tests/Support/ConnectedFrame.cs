using System.Globalization;
using System.Text.Json;

namespace LiveFeed.Tests.Support;

/// <summary>What the first frame of a stream says.</summary>
internal sealed record ConnectedFrame(string? Id, TimeSpan Retry, string ClientId, string Position, bool Resumed)
{
    internal static ConnectedFrame Of(SseFrame frame)
    {
        Assert.Equal("livefeed.connected", frame.Event);
        var data = JsonSerializer.Deserialize<JsonElement>(frame.Data!);
        return new ConnectedFrame(
            frame.Id,
            TimeSpan.FromMilliseconds(int.Parse(frame.Retry!, CultureInfo.InvariantCulture)),
            data.GetProperty("clientId").GetString()!,
            data.GetProperty("position").GetString()!,
            data.GetProperty("resumed").GetBoolean());
    }
}
