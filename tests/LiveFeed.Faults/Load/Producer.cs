using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace LiveFeed.Faults.Load;

/// <summary>Posts numbered events one request after another, and notes the acknowledged ones.</summary>
internal sealed class Producer(int key, PostKind kind, HttpClient http, Witness witness, TimeSpan? pause = null)
{
    internal const string Topics = "faults/";

    // Some thousand events a second of all producers: enough to be always in the middle of something.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static readonly Uri Events = new("/events", UriKind.Relative);

    private int _number;

    /// <summary>The longest that an answer took.</summary>
    internal TimeSpan Slowest { get; private set; }

    /// <summary>Answers other than 202 and 503.</summary>
    internal string? Surprise { get; private set; }

    /// <summary>Posts until told to stop, and then waits for the request under way.</summary>
    internal async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await PostAsync();
            await Wait.ForAsync(pause ?? Pause);
        }
    }

    private int Count => kind switch
    {
        PostKind.Array => 20,
        PostKind.Lines => 50,
        _ => 1,
    };

    private async Task PostAsync()
    {
        var (first, count) = (_number, Count);
        var start = TimeProvider.System.GetTimestamp();
        try
        {
            using var content = Body(first, count);
            using var answer = await http.PostAsync(Events, content);
            var text = await answer.Content.ReadAsStringAsync();
            Slowest = TimeSpan.FromTicks(Math.Max(Slowest.Ticks, TimeProvider.System.GetElapsedTime(start).Ticks));
            if (answer.StatusCode == HttpStatusCode.Accepted)
            {
                _number += count;
                witness.Note(key, first, count, JsonSerializer.Deserialize<JsonElement>(text).GetProperty("positions"));
                return;
            }

            Surprise ??= answer.StatusCode == HttpStatusCode.ServiceUnavailable ? null : $"{answer.StatusCode}: {text}";
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            // The service is away: nobody knows what became of these.
        }

        if (kind != PostKind.SingleWithId)
        {
            _number += count;
        }
    }

    private ByteArrayContent Body(int first, int count)
    {
        var events = Enumerable.Range(first, count).Select(n => kind == PostKind.SingleWithId
            ? $$"""{"topic":"{{Topics}}{{key}}","data":{{n}},"id":"{{key}}-{{n}}"}"""
            : $$"""{"topic":"{{Topics}}{{key}}","data":{{n}}}""");
        var text = kind == PostKind.Array ? $"[{string.Join(',', events)}]" : string.Join('\n', events);
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = new MediaTypeHeaderValue(
            kind == PostKind.Lines ? "application/x-ndjson" : "application/json");
        return content;
    }
}
