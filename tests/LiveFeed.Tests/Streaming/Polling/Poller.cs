using System.Net;
using System.Text.Json;
using LiveFeed.Streaming.Polling;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Streaming.Polling;

/// <summary>A client that polls, and goes on with what its last answer said.</summary>
internal sealed class Poller(LiveFeedServer server, string query, string? user = null)
{
    /// <summary>Sent with each poll.</summary>
    internal (string Name, string Value)[] Headers { get; set; } = [];

    /// <summary>A poll of it waits at the server.</summary>
    internal bool IsWaiting => ClientId is not null &&
        server.Services.GetRequiredService<PollClients>().Find(ClientId!, user) is { IsWaiting: true };

    internal string? ClientId { get; private set; }

    /// <summary>Where it is; null before its first answer.</summary>
    internal string? Next { get; set; }

    /// <summary>Polls, and takes the answer.</summary>
    internal async Task<JsonElement> PollAsync(int wait = 0) => Take(await AskAsync(wait));

    /// <summary>Polls, and forgets the answer, as if it were lost.</summary>
    internal async Task<JsonElement> AskAsync(int wait = 0)
    {
        using var response = await SendAsync(wait);
        return await response.ReadJsonAsync(HttpStatusCode.OK);
    }

    internal Task<HttpResponseMessage> SendAsync(int wait = 0) => server.SendAsync("GET", Path(wait), Headers);

    internal string Path(int wait = 0) =>
        $"/poll?wait={wait}&{query}{(Next is null ? "" : $"&after={Next}")}" +
        (ClientId is null ? "" : $"&client={ClientId}");

    /// <summary>Goes on from an answer.</summary>
    internal JsonElement Take(JsonElement answer)
    {
        ClientId = answer.GetProperty("clientId").GetString();
        Next = answer.GetProperty("next").GetString();
        return answer;
    }

    /// <summary>The same client with another query.</summary>
    internal Poller With(Poller query)
    {
        (query.ClientId, query.Next, query.Headers) = (ClientId, Next, Headers);
        return query;
    }

    /// <summary>Polls until it has so many events, and returns their data.</summary>
    internal async Task<IReadOnlyList<string>> ReadAsync(int count)
    {
        var data = new List<string>();
        while (data.Count < count)
        {
            data.AddRange(Data(await PollAsync(wait: 60)));
        }

        return data;
    }

    internal static IEnumerable<JsonElement> Events(JsonElement answer) => answer.GetProperty("events").EnumerateArray();

    /// <summary>The data of an answer's events, as it stands there.</summary>
    internal static IReadOnlyList<string> Data(JsonElement answer) =>
        [.. Events(answer).Select(one => one.GetProperty("data").GetRawText())];

    /// <summary>The reason of an answer's end of the client; null when it is not the end.</summary>
    internal static string? Closing(JsonElement answer) =>
        answer.TryGetProperty("closing", out var closing) ? closing.GetProperty("reason").GetString() : null;

    /// <summary>Waits until a poll of the client waits at the server, or none does.</summary>
    internal Task UntilWaitingAsync(bool waits = true) => Deadline.UntilAsync(
        () => IsWaiting == waits, $"a poll waits: {waits}");
}
