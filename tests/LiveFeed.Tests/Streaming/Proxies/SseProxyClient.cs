using System.Text.Json;

namespace LiveFeed.Tests.Streaming.Proxies;

/// <summary>Follows by server-sent events, and adds the second topic by PATCH.</summary>
internal sealed class SseProxyClient(Uri address, Uri service, string start) : ProxyClient(address, service, start)
{
    internal override async Task ConnectAsync(CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = Address };
        var path = new Uri($"/events?{Topics}&envelope=true&lastEventId={Position}", UriKind.Relative);
        using var response = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, stop);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(stop));
        var (name, id, data, hasAsked, client) = ("message", (string?)null, "", false, "");
        while (await reader.ReadLineAsync(stop) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                name = line[7..];
            }
            else if (line.StartsWith("id: ", StringComparison.Ordinal))
            {
                id = line[4..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                data = line[6..];
            }
            else if (line.Length == 0)
            {
                // Only a whole block counts.
                client = (data.Length > 0 ? Take(name, JsonSerializer.Deserialize<JsonElement>(data)) : null) ?? client;
                (Position, name, id, data) = (id ?? Position, "message", null, "");
                if (WantsSecond && !HasSecond && !hasAsked && client.Length > 0)
                {
                    hasAsked = true;
                    await AskForSecondAsync(client, stop);
                }
            }
        }
    }

    private string? Take(string name, JsonElement data)
    {
        switch (name)
        {
            case "livefeed.connected":
                return data.GetProperty("clientId").GetString();
            case "livefeed.subscribed":
                HasSecond = true;
                return null;
            case "message":
                TakeEvent(data);
                return null;
            default:
                throw new InvalidDataException($"{name}: {data}");
        }
    }
}
