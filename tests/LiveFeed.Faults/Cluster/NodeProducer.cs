using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LiveFeed.Faults.Load;

namespace LiveFeed.Faults.Cluster;

/// <summary>
/// Posts numbered events with ids to nodes at random, one batch after another. It posts a batch again until that is
/// acknowledged.
/// </summary>
/// <param name="key">Its number among the producers.</param>
/// <param name="count">Events of a batch.</param>
/// <param name="nodes">Where it posts.</param>
/// <param name="witness">Is told what was acknowledged.</param>
internal sealed class NodeProducer(int key, int count, Nodes nodes, NodeWitness witness)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private int _number;

    /// <summary>Answers other than 202 and a 503 that says when to come back.</summary>
    internal string? Surprise { get; private set; }

    /// <summary>How often it was told to come back later.</summary>
    internal long Refused { get; private set; }

    internal async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await PostAsync();
            await Wait.ForAsync(Pause);
        }
    }

    private async Task PostAsync()
    {
        try
        {
            using var content = Body();
            using var answer = await nodes.Posts.PostAsync(new Uri(nodes.Any().Address, "/events"), content);
            var text = await answer.Content.ReadAsStringAsync();
            if (answer.StatusCode == HttpStatusCode.Accepted)
            {
                var positions = JsonSerializer.Deserialize<JsonElement>(text).GetProperty("positions");
                witness.Note(key, _number, count, positions);
                _number += count;
            }
            else if (answer.StatusCode == HttpStatusCode.ServiceUnavailable && answer.Headers.RetryAfter is not null)
            {
                Refused++;
            }
            else
            {
                Surprise ??= $"{answer.StatusCode}: {text}";
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // The node is away: nobody knows what became of these.
        }
        catch (TaskCanceledException)
        {
            Surprise ??= $"nothing within {Wait.Limit}";
        }
    }

    private ByteArrayContent Body()
    {
        var events = Enumerable.Range(_number, count).Select(
            n => $$"""{"topic":"{{Producer.Topics}}{{key}}","data":{{n}},"id":"{{key}}-{{n}}"}""");
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes($"[{string.Join(',', events)}]"));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}
