using System.Text;
using LiveFeed.Frames;
using LiveFeed.Streaming.SocketIo.Feed;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.SocketIo;

/// <summary>What room events say over Socket.IO.</summary>
public sealed class RoomEventDataTests
{
    [Fact]
    public void A_leave_whose_connection_is_not_known_does_not_take_the_user_for_a_token()
    {
        var leave = TestEvents.Event("rooms/r/members") with { Name = "leave" };
        var written = EventJson.Bytes(100, json =>
        {
            json.WriteStartArray();
            Assert.True(RoomEvents.TryWrite(json, leave, """{"userId":"m-1","timestamp":7}"""u8, []));
            json.WriteEndArray();
        });

        Assert.Equal("""["user-left",{"userId":"m-1","timestamp":7}]""", Encoding.UTF8.GetString(written));
    }
}
