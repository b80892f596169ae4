using LiveFeed.Rooms;

namespace LiveFeed.Tests.Rooms;

public sealed class RoomNameTests
{
    [Theory]
    [InlineData(null, "rooms/general")]
    [InlineData("general", "rooms/general")]
    [InlineData("Küche", "rooms/Küche")]
    public void A_room_is_a_topic(string? text, string topic)
    {
        Assert.True(RoomName.TryParse(text, out var room, out _));
        Assert.Equal((topic, topic + "/members"), (room.Topic.Value, room.MembersTopic.Value));
        Assert.True(RoomName.TryOf(topic, out var same, out _));
        Assert.Equal(room, same);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("*")]
    [InlineData("a\u0007")]
    public void A_name_that_is_no_segment_of_a_topic_is_refused(string text)
    {
        Assert.False(RoomName.TryParse(text, out _, out var error));
        Assert.NotEmpty(error);
        Assert.False(RoomName.TryOf($"rooms/{text}", out _, out _));
    }

    [Fact]
    public void A_lone_surrogate_is_no_name() => Assert.False(RoomName.TryParse("\ud800", out _, out _));

    [Fact]
    public void A_name_is_limited_in_bytes()
    {
        Assert.True(RoomName.TryParse(new string('é', RoomName.MaxBytes / 2), out _, out _));
        Assert.False(RoomName.TryParse(new string('é', (RoomName.MaxBytes / 2) + 1), out _, out _));
    }

    [Theory]
    [InlineData("orders/eu")]
    [InlineData("rooms")]
    [InlineData("rooms/general/members")]
    public void Another_topic_is_no_room(string topic) => Assert.False(RoomName.TryOf(topic, out _, out _));
}
