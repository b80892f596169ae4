using System.Globalization;
using System.Text.Json;

namespace LiveFeed.Faults.Load;

/// <summary>Reads all that a service retains of the producers, oldest first.</summary>
internal static class HistoryPages
{
    private const int PageEvents = 10_000;

    internal static async IAsyncEnumerable<(string Position, int Producer, int Number)> ReadAsync(Service service)
    {
        for (string after = "", next = "-"; next != after;)
        {
            after = next;
            var query = after == "-" ? "" : $"&after={after}";
            using var page = JsonDocument.Parse(await service.Http.GetStringAsync(
                new Uri($"/history?topic={Producer.Topics}*&limit={PageEvents}{query}", UriKind.Relative)));
            foreach (var e in page.RootElement.GetProperty("events").EnumerateArray())
            {
                yield return (
                    e.GetProperty("position").GetString()!,
                    int.Parse(
                        e.GetProperty("topic").GetString().AsSpan(Producer.Topics.Length), CultureInfo.InvariantCulture),
                    e.GetProperty("data").GetInt32());
            }

            next = page.RootElement.GetProperty("next").GetString()!;
        }
    }
}
