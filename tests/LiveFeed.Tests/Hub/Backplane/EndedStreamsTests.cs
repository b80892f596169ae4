using System.Globalization;
using LiveFeed.Hub.Backplane;

namespace LiveFeed.Tests.Hub.Backplane;

public sealed class EndedStreamsTests
{
    [Fact]
    public void The_last_ten_thousand_are_known()
    {
        var ended = new EndedStreams();
        for (var i = 0; i <= 10_000; i++)
        {
            ended.Add(i.ToString(CultureInfo.InvariantCulture));
            ended.Add("10000"); // again: it counts once
        }

        Assert.False(ended.Contains("0"));
        Assert.True(ended.Contains("1") && ended.Contains("9999"));
    }
}
