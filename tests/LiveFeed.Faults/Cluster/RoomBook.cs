using System.Text.Json;

namespace LiveFeed.Faults.Cluster;

/// <summary>Who the service says is in a room, and what it has told of their coming and going.</summary>
/// <param name="service">Which service, or node, is asked.</param>
/// <param name="room">The room.</param>
internal sealed class RoomBook(Service service, string room)
{
    /// <summary>Waits until exactly these are members, and no ghosts.</summary>
    internal Task<TimeSpan> UntilThereAsync(IEnumerable<string> users) => Wait.UntilAsync(
        async () =>
        {
            var answer = await GetAsync($"/members?topic=rooms/{room}");
            var there = answer.GetProperty("members").EnumerateArray().Select(member => Text(member, "userId"));
            return users.Order(StringComparer.Ordinal).SequenceEqual(there.Order(StringComparer.Ordinal));
        },
        "the members are those who are wanted");

    /// <summary>
    /// Joins and leaves that are missing, as a user's last event is a join; and those that come twice in a row.
    /// </summary>
    internal async Task<(long Events, long Missing, long Repeated)> CountAsync()
    {
        var page = await GetAsync($"/history?topic=rooms/{room}/members&limit=10000");
        var events = page.GetProperty("events").EnumerateArray().ToArray();
        var (missing, repeated) = (0L, 0L);
        foreach (var user in events.GroupBy(e => Text(e.GetProperty("data"), "userId")))
        {
            string[] names = [.. user.Select(e => Text(e, "event"))];
            missing += names[^1] == "join" ? 1 : 0;
            repeated += names.Where((name, i) => name != (i % 2 == 0 ? "join" : "leave")).Count();
        }

        FaultException.Unless(events.Length > 0, "nobody has ever joined");
        return (events.Length, missing, repeated);
    }

    private async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await service.Http.GetAsync(new Uri(path, UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        return JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
    }

    private static string Text(JsonElement element, string member) => element.GetProperty(member).GetString()!;
}
