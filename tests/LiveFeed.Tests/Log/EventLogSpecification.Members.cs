using LiveFeed.Events.Rooms;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Log;

/// <summary>Who is in a room is kept apart from retention.</summary>
public abstract partial class EventLogSpecification
{
    [Fact]
    public async Task Who_joined_and_did_not_leave_is_in_whatever_was_trimmed()
    {
        Options.MaxAge = TimeSpan.FromHours(1);
        await AppendAsync(Member("r", "join", "ada"), Member("r", "join", "bob"), Member("other", "join", "ada"));
        await AppendAsync(Member("r", "leave", "bob"), Member("r", "join", "cyd", Noon.AddSeconds(1)), Event("rooms/r"));
        await SettleAsync();
        Time.Advance(TimeSpan.FromHours(2));
        await Log.TrimAsync(Token);

        var members = await Log.ReadMembershipsAsync(Token);

        Assert.Empty((await ReadAsync(0)).Frames);
        Assert.Equal(
            [
                new Membership("other", "ada", "ada's", Noon, "m-ada"),
                new Membership("r", "ada", "ada's", Noon, "m-ada"),
                new Membership("r", "cyd", "cyd's", Noon.AddSeconds(1), "m-cyd"),
            ],
            members.OrderBy(one => one.Room, StringComparer.Ordinal).ThenBy(one => one.UserId, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Other_events_of_a_rooms_members_change_nobody()
    {
        await AppendAsync(Member("r", "join", "ada"));
        await AppendAsync(
            Event("rooms/r/members", 1) with { Name = "leave" },
            Member("r", "left", "ada"),
            Member("r/members/x", "leave", "ada"),
            Member("r", "leave", "ada") with { Data = LiveFeed.Events.EventData.Text("""{"userId":"ada"}""") });
        await SettleAsync();

        Assert.Equal("ada", Assert.Single(await Log.ReadMembershipsAsync(Token)).UserId);
    }
}
