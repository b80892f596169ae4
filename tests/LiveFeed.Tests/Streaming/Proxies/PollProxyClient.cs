using System.Text.Json;

namespace LiveFeed.Tests.Streaming.Proxies;

/// <summary>Follows by long polling, and adds the second topic by PATCH. A poll without an answer is sent again.</summary>
internal sealed class PollProxyClient(Uri address, Uri service, string start) : ProxyClient(address, service, start)
{
    private string _client = "";
    private string _askedOf = ""; // the client that was asked for the second topic last

    /// <summary>Polls, until one fails.</summary>
    internal override async Task ConnectAsync(CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = Address };
        while (true)
        {
            var path = $"/poll?{Topics}&wait=10&after={Position}{(_client.Length == 0 ? "" : $"&client={_client}")}";
            using var response = await http.GetAsync(new Uri(path, UriKind.Relative), stop);
            response.EnsureSuccessStatusCode();
            Take(JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsByteArrayAsync(stop)));
            if (WantsSecond && !HasSecond && _askedOf != _client)
            {
                _askedOf = _client;
                await AskForSecondAsync(_client, stop);
            }
        }
    }

    private void Take(JsonElement answer)
    {
        (_client, Position) = (answer.GetProperty("clientId").GetString()!, answer.GetProperty("next").GetString()!);
        foreach (var e in answer.GetProperty("events").EnumerateArray())
        {
            TakeEvent(e);
        }

        HasSecond |= answer.TryGetProperty("subscribed", out _);
        if (answer.TryGetProperty("gap", out var gap) && gap.ValueKind != JsonValueKind.Null)
        {
            throw new InvalidDataException($"gap: {gap}");
        }
    }
}
