using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace LiveFeed.Tests.Support;

/// <summary>What producers do.</summary>
internal static class Posting
{
    internal const string Json = "application/json";
    internal const string Ndjson = "application/x-ndjson";

    internal static Task<HttpResponseMessage> PostEventsAsync(this HttpClient http, string body, string type = Json) =>
        http.PostAsync(new Uri("/events", UriKind.Relative), Body(Encoding.UTF8.GetBytes(body), type)).WithinDeadline();

    internal static Task<HttpResponseMessage> PostToTopicAsync(
        this HttpClient http, string topicAndQuery, byte[] body, string? type = null) =>
        http.PostAsync(new Uri($"/topics/{topicAndQuery}", UriKind.Relative), Body(body, type)).WithinDeadline();

    internal static Task<HttpResponseMessage> PostToTopicAsync(
        this HttpClient http, string topicAndQuery, string body, string? type = null) =>
        http.PostToTopicAsync(topicAndQuery, Encoding.UTF8.GetBytes(body), type);

    /// <summary>Publishes, requires 202, and returns the answer.</summary>
    internal static async Task<JsonElement> PublishAsync(this HttpClient http, string body, string type = Json)
    {
        using var response = await http.PostEventsAsync(body, type);
        return await response.ReadJsonAsync(HttpStatusCode.Accepted);
    }

    /// <summary>Publishes events numbered from 0 to one topic.</summary>
    internal static Task<JsonElement> PublishNumbersAsync(this HttpClient http, string topic, int count, int from = 0) =>
        http.PublishAsync(
            string.Join('\n', Enumerable.Range(from, count).Select(n => $$"""{"topic":"{{topic}}","data":{{n}}}""")),
            Ndjson);

    /// <summary>Of the answer to a publish: the position of its first event.</summary>
    internal static string FirstPosition(this JsonElement answer) =>
        answer.GetProperty("positions").GetProperty("first").GetString()!;

    internal static async Task<JsonElement> ReadJsonAsync(this HttpResponseMessage response, HttpStatusCode expected)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, $"expected {expected}, got {response.StatusCode}: {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    internal static async Task<JsonElement> GetJsonAsync(
        this HttpClient http, string pathAndQuery, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await http.GetAsync(new Uri(pathAndQuery, UriKind.Relative)).WithinDeadline();
        return await response.ReadJsonAsync(expected);
    }

    private static ByteArrayContent Body(byte[] bytes, string? type)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        return content;
    }
}
