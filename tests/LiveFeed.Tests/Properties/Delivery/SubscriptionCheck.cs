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

        // In the log's order it consists of runs, each without a hole. A run begins only with an addition, or where the
        // follower came.
        var additions = run.Changes.Where(change => change.IsAddition && change.Pattern.Matches(topic)).ToList();
        var isInitial = run.Initial.Any(pattern => pattern.Matches(topic));
        var places = got.ConvertAll(published.IndexOf);
        var runs = RunsOf([.. places.Order().Distinct()]);
        var begins = additions.Count + (isInitial ? 1 : 0);
        Assert.True(runs <= begins, $"{topic}: {runs} runs from {additions.Count} additions: {Text(got)}");
        if (!IsAskedAgain(topic))
        {
            // Then they came in that order: no back-fill ran while the topic was live.
            Assert.True(RunsOf(places) <= begins, $"{topic} came as {Text(got)}");
        }

        CheckOnce(topic, published, got);
        CheckEnd(topic, published, got);
        CheckBackfills(topic, published);
    }

    private static int RunsOf(List<int> places) => places.Where((place, i) => i == 0 || place != places[i - 1] + 1).Count();

    // A position was given while something followed the topic, as far as was asked.
    private bool IsAskedAgain(TopicName topic)
    {
        var asked = run.Initial.ToHashSet();
        foreach (var change in run.Changes)
        {
            if (change is { IsAddition: true, After: not null } && change.Pattern.Matches(topic) &&
                asked.Any(pattern => pattern.Matches(topic)))
            {
                return true;
            }

            _ = change.IsAddition ? asked.Add(change.Pattern) : asked.Remove(change.Pattern);
        }

        return false;
    }

    // Of a topic that was never unsubscribed it has had everything after the earliest position that was given, each event
    // once, and what was published later than all additions in order.
    private void CheckOnce(TopicName topic, List<Published> published, List<Published> got)
    {
        var touching = run.Changes.Where(change => change.Pattern.Matches(topic)).ToList();
        var isInitial = run.Initial.Any(pattern => pattern.Matches(topic));
        if (touching.Exists(change => !change.IsAddition) || (touching.Count == 0 && !isInitial))
        {
            return;
        }

        var expected = published.Where(one => (isInitial && one.Number >= run.Before) || touching.Exists(change =>
            change.After is { } after ? one.Sequence > after : one.Number >= change.Published)).ToList();
        Assert.True(
            got.OrderBy(one => one.Number).SequenceEqual(expected), $"{topic}: {Text(expected)} expected, came {Text(got)}");
        var later = got.Where(one => touching.TrueForAll(change => one.Number >= change.Published)).ToList();
        Assert.True(later.SequenceEqual(later.OrderBy(one => one.Number)), $"{topic} came as {Text(later)}");
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
                change.Published).LastOrDefault(run.Before);
            Assert.True(
                last.Number < since || (IsAskedAgain(topic) ? got.Contains(last) : got.LastOrDefault() == last),
                $"{topic}: the last is {last.Number}, came {Text(got)}");
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
