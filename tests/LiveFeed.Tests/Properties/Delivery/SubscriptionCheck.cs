using System.Globalization;
using System.Text.Json;
using LiveFeed.Events;

namespace LiveFeed.Tests.Properties.Delivery;

/// <summary>
/// Checks what a follower got of each topic against what it asked for. A period begins with the back-fill of an addition. It
/// has every event up to its end once and in order. It ends when no pattern follows the topic any more.
/// </summary>
internal sealed class SubscriptionCheck(SubscriptionRun run, Follower follower)
{
    // What came, in order: an event's number, or the marker of an addition.
    private readonly List<(int Number, string[]? Marker)> _seen =
        [.. EventStreamParser.Parse(follower.Received).Select(Read).Where(one => one is not (-1, null))];

    internal void Run()
    {
        var additions = run.Changes.Where(change => change.IsAddition).ToList();
        Assert.All(additions, addition =>
            Assert.True(addition.Done is { IsCompleted: true, Result: true }, $"{addition.Pattern} was never complete"));
        foreach (var opening in additions.Select(addition => addition.Opening).OfType<string>())
        {
            Assert.Single(_seen, one => one.Marker?[0] == opening);
        }

        foreach (var topic in SubscriptionStep.Topics)
        {
            CheckTopic(TopicName.Parse(topic));
        }
    }

    private static (int Number, string[]? Marker) Read(SeenEvent seen) => seen.Name switch
    {
        SeenEvent.Nothing => (-1, null),
        "livefeed.subscribed" => (
            -1,
            [
                .. JsonSerializer.Deserialize<JsonElement>(seen.Data).GetProperty("topics").EnumerateArray().Select(one =>
                    one.GetString()!),
            ]),
        "livefeed.expiring" => (
            -1, [$"{JsonSerializer.Deserialize<JsonElement>(seen.Data).GetProperty("expires").GetDateTimeOffset():O}"]),
        _ => (int.Parse(seen.Data, CultureInfo.InvariantCulture), null),
    };

    private void CheckTopic(TopicName topic)
    {
        var published = run.Feed.Published.Where(one => one.Event.Topic == topic).ToList();
        var got = _seen
            .Where(one => one.Marker is null)
            .Select(one => run.Feed.Published[one.Number])
            .Where(one => one.Event.Topic == topic)
            .ToList();

        // It consists of runs, each without a hole. A run begins only with an addition, while nothing else follows the
        // topic.
        var runs = 0;
        for (var i = 0; i < got.Count; i++)
        {
            if (i == 0 || published.IndexOf(got[i]) != published.IndexOf(got[i - 1]) + 1)
            {
                runs++;
            }
        }

        var begins = run.Changes.Count(change => change.IsAddition && change.Pattern.Matches(topic));
        var isInitial = run.Initial.Any(pattern => pattern.Matches(topic));
        Assert.True(runs <= begins + (isInitial ? 1 : 0), $"{topic}: {runs} runs from {begins} additions: {Text(got)}");
        CheckEnd(topic, published, got);
        CheckBackfills(topic, published);
    }

    // A client that follows a topic at the end has had its last event, and all before it since its last addition.
    private void CheckEnd(TopicName topic, List<Published> published, List<Published> got)
    {
        var asked = run.Initial.ToHashSet();
        foreach (var change in run.Changes)
        {
            _ = change.IsAddition ? asked.Add(change.Pattern) : asked.Remove(change.Pattern);
        }

        if (asked.Any(pattern => pattern.Matches(topic)) && published.LastOrDefault() is { } last)
        {
            var since = run.Changes.Where(change => change.Pattern.Matches(topic)).Select(change =>
                change.Published).LastOrDefault();
            Assert.True(
                last.Number < since || got.LastOrDefault() == last, $"{topic}: the last is {last.Number}, came {Text(got)}");
        }
    }

    // An addition brings all after its position when nothing else followed the topic, and nothing has changed the topic
    // since.
    private void CheckBackfills(TopicName topic, List<Published> published)
    {
        var touching = run.Changes.Where(change => change.Pattern.Matches(topic)).ToList();
        if (run.Initial.Any(pattern => pattern.Matches(topic)) || touching is not [{ IsAddition: true } only])
        {
            return;
        }

        var got = _seen
            .Where(one => one.Marker is null)
            .Select(one => run.Feed.Published[one.Number])
            .Where(one => one.Event.Topic == topic)
            .ToList();
        var expected = published.Where(one =>
            only.After is { } after ? one.Sequence > after : one.Number >= only.Published).ToList();

        Assert.True(got.SequenceEqual(expected), $"{topic}: {Text(expected)} expected, came {Text(got)}");
        var marker = _seen.FindIndex(one => one.Marker?.Contains(only.Pattern.Text) == true);
        Assert.True(marker >= 0, $"{only.Pattern} was not announced");
        if (only.Opening is { } opening && got.Count > 0)
        {
            Assert.True(
                _seen.FindIndex(one => one.Marker?[0] == opening) < _seen.FindIndex(one => one == (got[0].Number, null)),
                $"{topic} came before the addition of {only.Pattern} was told");
        }
    }

    private static string Text(IEnumerable<Published> events) => string.Join(' ', events.Select(one => one.Number));
}
