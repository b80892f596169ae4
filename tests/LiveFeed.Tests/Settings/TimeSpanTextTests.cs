using LiveFeed.Http;
using LiveFeed.Settings;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Settings;

/// <summary>One way to write a time span, for settings and for queries.</summary>
public sealed class TimeSpanTextTests
{
    [Theory]
    [InlineData("00:00:15", 15)]
    [InlineData("00:05", 300)]
    [InlineData("1.00:00:00", 86_400)]
    [InlineData("1:00:00:00", 86_400)]
    [InlineData("00:00:00.250", 0.25)]
    [InlineData("-00:00:01", -1)]
    [InlineData("23:59:59", 86_399)]
    public void A_time_span_is_read(string text, double seconds)
    {
        Assert.True(TimeSpanText.TryParse(text, out var span));
        Assert.Equal(TimeSpan.FromSeconds(seconds), span);
    }

    [Theory]
    [InlineData("24:00:00")]
    [InlineData("24:00")]
    [InlineData("90:00:00")]
    [InlineData("24")]
    [InlineData("1.")]
    [InlineData("1d")]
    [InlineData("")]
    [InlineData("00:60:00")]
    [InlineData("00:00:15\0")]
    public void Hours_above_23_and_a_bare_number_are_none(string text) => Assert.False(TimeSpanText.TryParse(text, out _));

    [Theory]
    [InlineData("24:00:00")]
    [InlineData("24")]
    public void A_query_says_how_24_hours_are_written(string text)
    {
        var moment = new QueryParameters();
        var span = new QueryParameters();

        Assert.Null(moment.Moment("since", text, TestEvents.Noon));
        Assert.Null(span.Span("window", text, TimeSpan.Zero, TimeSpan.FromDays(30)));

        Assert.EndsWith("write 1.00:00:00 for 24 hours", moment.Problem!.Detail, StringComparison.Ordinal);
        Assert.EndsWith("write 1.00:00:00 for 24 hours", span.Problem!.Detail, StringComparison.Ordinal);
    }
}
