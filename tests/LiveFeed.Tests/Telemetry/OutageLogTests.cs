using LiveFeed.Telemetry;

namespace LiveFeed.Tests.Telemetry;

public sealed class OutageLogTests
{
    private readonly List<string> _lines = [];

    [Fact]
    public void What_fails_again_and_again_is_logged_once_until_it_works_again()
    {
        var outage = new OutageLog(cause => _lines.Add(cause.Message), () => _lines.Add("works"));

        outage.Ended();
        outage.Failed(new IOException("first"));
        outage.Failed(new IOException("second"));
        outage.Ended();
        outage.Ended();
        outage.Failed(new IOException("third"));

        Assert.Equal(["first", "works", "third"], _lines);
    }

    [Fact]
    public void An_end_that_nobody_needs_to_know_of_is_not_logged()
    {
        var outage = new OutageLog(cause => _lines.Add(cause.Message));

        outage.Failed(new IOException("first"));
        outage.Ended();
        outage.Failed(new IOException("second"));

        Assert.Equal(["first", "second"], _lines);
    }
}
