using System.Text;
using LiveFeed.Events;

namespace LiveFeed.Tests.Events;

public sealed class PositionTests
{
    [Theory]
    [InlineData("a-0")]
    [InlineData("146287b883-9223372036854775807")]
    [InlineData("1234567890123456-9223372036854775807")]
    public void A_position_reads_back_as_written_as_a_string_and_as_bytes(string text)
    {
        Assert.True(Position.TryParse(text, out var position));
        Assert.Equal(text, position.ToString());
        var bytes = new byte[Position.MaxLength];
        Assert.True(position.TryFormat(bytes, out var length, format: "", provider: null));
        Assert.Equal(text, Encoding.ASCII.GetString(bytes, 0, length));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("-1")]
    [InlineData("a-")]
    [InlineData("a--1")]
    [InlineData("a-1x")]
    [InlineData("a- 1")]
    [InlineData("A-1")]
    [InlineData("a-9223372036854775808")]
    [InlineData("a-99999999999999999999")]
    [InlineData("12345678901234567-1")]
    [InlineData("a<-1")]
    [InlineData("a-1\0")]
    public void A_text_that_is_no_position_is_refused(string text) => Assert.False(Position.TryParse(text, out _));
}
