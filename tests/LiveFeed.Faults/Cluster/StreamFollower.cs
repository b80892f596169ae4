using System.Text.Json;
using LiveFeed.Faults.Load;

namespace LiveFeed.Faults.Cluster;

/// <summary>A follower by a stream of server-sent events.</summary>
internal sealed class StreamFollower(Nodes nodes) : NodeFollower(nodes)
{
    private readonly HttpClient _http = nodes.Streams;

    protected override async Task FollowAsync(Service node, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get, new Uri(node.Address, $"/events?topic={Producer.Topics}*&envelope=true"));
        if (Position is not null)
        {
            request.Headers.Add("Last-Event-ID", Position);
        }

        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        response.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(stop));
        string? id = null, name = null, data = null;
        while (await reader.ReadLineAsync(stop) is { } line)
        {
            if (line.Length == 0)
            {
                Take(id, name, data); // only what came whole counts
                (id, name, data) = (null, null, null);
            }
            else if (line.Split(": ", 2) is [var field, var value])
            {
                (id, name, data) = field switch
                {
                    "id" => (value, name, data),
                    "event" => (id, value, data),
                    "data" => (id, name, value),
                    _ => (id, name, data),
                };
            }
        }
    }

    private void Take(string? id, string? name, string? data)
    {
        if (name == "livefeed.connected")
        {
            Connected();
        }

        if (name == "livefeed.gap")
        {
            ToldGap(JsonSerializer.Deserialize<JsonElement>(data!));
        }
        else if (name is null && id is not null && data is not null)
        {
            var envelope = JsonSerializer.Deserialize<JsonElement>(data);
            Got(id, envelope.GetProperty("topic").GetString()!, envelope.GetProperty("data").GetInt32());
        }
        else if (id is not null)
        {
            Moved(id);
        }
    }
}
