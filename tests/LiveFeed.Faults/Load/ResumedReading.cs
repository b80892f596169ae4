using System.Globalization;
using System.Text.Json;

namespace LiveFeed.Faults.Load;

/// <summary>What one stream of a topic gave to a client that resumed after a position.</summary>
/// <param name="Numbers">The data of its events.</param>
/// <param name="Positions">Their positions.</param>
/// <param name="Losses">How often it was told that events are lost.</param>
internal sealed record ResumedReading(IReadOnlyList<int> Numbers, IReadOnlyList<string> Positions, int Losses)
{
    /// <summary>Follows a topic until an event with a certain number has come.</summary>
    internal static async Task<ResumedReading> ResumeAsync(Service service, string topic, string position, int until)
    {
        using var client = service.NewClient();
        client.Timeout = Timeout.InfiniteTimeSpan;
        using var stream = await client.GetStreamAsync(
            new Uri($"/events?topic={topic}&lastEventId={position}", UriKind.Relative));
        using var reader = new StreamReader(stream);
        var (numbers, positions, losses) = (new List<int>(), new List<string>(), 0);
        string? id = null, name = null;
        while (numbers.LastOrDefault() != until)
        {
            var line = await reader.ReadLineAsync().WaitAsync(Wait.Limit, TimeProvider.System)
                ?? throw new FaultException($"a stream ended before it had number {until}");
            var (field, value) = line.Split(": ", 2) is [var first, var second] ? (first, second) : ("", "");
            (id, name) = line.Length == 0 ? (null, null) : field switch
            {
                "id" => (value, name),
                "event" => (id, value),
                _ => (id, name),
            };
            if (field == "data" && name is null)
            {
                numbers.Add(int.Parse(value, CultureInfo.InvariantCulture));
                positions.Add(id!);
            }
            else if (field == "data" && name == "livefeed.gap")
            {
                losses += JsonSerializer.Deserialize<JsonElement>(value).GetProperty("reason").GetString() == "lost" ? 1 : 0;
            }
        }

        return new ResumedReading(numbers, positions, losses);
    }
}
