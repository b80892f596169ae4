using LiveFeed.Events;
using LiveFeed.Tests.Support;

namespace LiveFeed.Screenshots;

/// <param name="Topic">Its topic.</param>
/// <param name="Name">Its event name.</param>
/// <param name="Json">Its data.</param>
internal sealed record DemoEvent(string Topic, string Name, string Json)
{
    /// <summary>For <c>POST /events</c>.</summary>
    internal string Body =>
        $$"""{"topic":"{{Topic}}","event":"{{Name}}"{{(Key is null ? "" : $",\"key\":\"{Key}\"")}},"data":{{Json}}}""";

    private string? Key => Name == "metric" ? Topic : null;

    /// <summary>For the log, at a time of its own.</summary>
    internal FeedEvent At(DateTimeOffset time) => PastLog.At(time, Topic, Json, Name, Key);
}
