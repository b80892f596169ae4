using System.Net.Http.Json;
using System.Text.Json;

namespace LiveFeed.Faults.Load;

/// <summary>
/// Events that make a client fall behind when it hardly reads. Some large ones fill every buffer on the way. Then come more
/// small ones than its queue holds, nine of ten with a key. They are numbered from 0.
/// </summary>
internal sealed class Flood(HttpClient http)
{
    internal const string Topic = "flood";

    private const int LargeEvents = 12;
    private const int LargeBytes = 100_000; // all together far more than a connection's buffers take
    private const int SmallArrays = 3;
    private const int SmallEvents = 1_000; // of each array, the most that one may have
    private const int SmallBytes = 20;
    private const int Keys = 9; // and every tenth event without one

    private static readonly Uri Events = new("/events", UriKind.Relative);

    private readonly List<long> _sequences = []; // by number

    internal int Published => _sequences.Count;

    internal int Keyed => Enumerable.Range(0, Published).Count(number => Key(number) is not null);

    internal int Last => Published - 1;

    internal async Task PublishLargeAsync()
    {
        for (var i = 0; i < LargeEvents; i++)
        {
            await PublishAsync(count: 1, LargeBytes);
        }
    }

    internal async Task PublishSmallAsync()
    {
        for (var i = 0; i < SmallArrays; i++)
        {
            await PublishAsync(SmallEvents, SmallBytes);
        }
    }

    /// <summary>How many events with a key it was sent.</summary>
    internal static int KeyedIn(Inbox inbox) => inbox.Events.Count(e => Key(e.Number) is not null);

    /// <summary>
    /// How many events it lacks that the server did not report as gone. Of the events with a key it must have the last.
    /// </summary>
    internal long Lost(Inbox inbox)
    {
        var had = inbox.Events.Select(e => e.Number).ToHashSet();
        var last = Enumerable.Range(0, Published).Where(number => Key(number) is not null).GroupBy(Key).Select(ofKey =>
            ofKey.Max());
        return Enumerable.Range(0, Published).Where(number => Key(number) is null).Concat(last)
            .Count(number => !had.Contains(number) && !inbox.IsInGap(_sequences[number]));
    }

    /// <summary>How many events the server said are gone.</summary>
    internal int GoneFor(Inbox inbox) => _sequences.Count(inbox.IsInGap);

    /// <summary>
    /// How many events came out of order, twice, at another position than the answer said, or after they were reported as
    /// gone.
    /// </summary>
    internal long Duplicated(Inbox inbox) =>
        inbox.Events.Zip(inbox.Events.Skip(1)).Count(pair => pair.Second.Sequence <= pair.First.Sequence) +
        inbox.Events.Count(e => _sequences[e.Number] != e.Sequence || inbox.IsInGap(e.Sequence));

    private async Task PublishAsync(int count, int bytes)
    {
        var events = Enumerable.Range(Published, count).Select(
            number => new
            {
                topic = Topic,
                key = Key(number),
                data = FormattableString.Invariant($"{number}:{new string('x', bytes)}"),
            });
        using var answer = await http.PostAsJsonAsync(Events, events.ToArray());
        answer.EnsureSuccessStatusCode();
        var positions = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("positions");
        var first = Witness.Sequence(positions.GetProperty("first").GetString()!); // an array is stored in one piece
        _sequences.AddRange(Enumerable.Range(0, count).Select(i => first + i));
    }

    private static string? Key(int number) =>
        number < LargeEvents || number % (Keys + 1) == 0
            ? null
            : FormattableString.Invariant($"{Topic}/{number % (Keys + 1)}");
}
