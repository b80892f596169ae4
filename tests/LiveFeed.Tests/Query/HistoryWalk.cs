using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Query;

/// <summary>Reads the history as clients do: on from <c>next</c> until an answer has no events.</summary>
internal static class HistoryWalk
{
    /// <returns>The answers, without the empty one at the end.</returns>
    internal static async Task<List<JsonElement>> ReadHistoryAsync(this HttpClient http, string query)
    {
        var answers = new List<JsonElement>();
        for (var after = ""; ;)
        {
            var answer = await http.GetJsonAsync($"/history?{query}&after={after}");
            if (answer.GetProperty("events").GetArrayLength() == 0)
            {
                return answers;
            }

            answers.Add(answer);
            after = answer.GetProperty("next").GetString()!;
        }
    }

    internal static IEnumerable<JsonElement> Events(this JsonElement answer) =>
        answer.GetProperty("events").EnumerateArray();
}
