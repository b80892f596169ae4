using System.Text.Json;
using LiveFeed.Faults.Load;

namespace LiveFeed.Faults.Cluster;

/// <summary>A follower by a stream of server-sent events.</summary>
internal sealed class StreamFollower(Nodes nodes) : NodeFollower(nodes)
{
    private readonly HttpClient _http = nodes.Streams;

    protected override Task FollowAsync(Service node, CancellationToken stop) =>
        StreamBlocks.ReadAsync(_http, node.Address, Position, Take, stop);

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
