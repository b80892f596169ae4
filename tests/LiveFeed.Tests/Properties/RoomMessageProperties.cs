using System.Text;
using System.Text.Json;
using CsCheck;
using LiveFeed.Access.Authorization;
using LiveFeed.Events;
using LiveFeed.Publishing;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Properties;

/// <summary>
/// Whatever a producer posts into a room becomes one line of JSON that says who sent it and when, keeps everything else, and
/// is the same message when it is posted again.
/// </summary>
public sealed class RoomMessageProperties
{
    private static readonly string[] Servers = ["userId", "username", "memberId", "timestamp"];

    private static readonly Gen<string> Member = Gen.Select(
        Gen.OneOf(
            JsonTexts.Text, Gen.OneOf("\"userId\"", "\"us\\u0065rname\"", "\"memberId\"", "\"timestamp\"", "\"content\"")),
        JsonTexts.Value,
        (name, value) => $"{name}:{value}");

    private static readonly Gen<EventData> Data = Gen.OneOf(
            JsonTexts.Value, Member.Array[0, 6].Select(members => $"{{{string.Join(',', members)}}}"))
        .Select(json => CompactJson.TryCompact(Encoding.UTF8.GetBytes(json), out var compact)
            ? EventData.Json(compact)
            : EventData.Text(json));

    [Fact]
    public void A_message_keeps_what_its_sender_said_and_says_the_rest_once() =>
        Gen.Select(Data, Gen.Bool).AllMust(
            input =>
            {
                var (data, isConnection) = input;
                var (message, refusal) = Complete(data, TestEvents.Noon, isConnection ? "m-123456789012345" : null);
                if (refusal is not null)
                {
                    Assert.StartsWith("/data/user", refusal.Text, StringComparison.Ordinal);
                    return;
                }

                Check(data, message.Data, isConnection);
                var (later, _) = Complete(
                    data, TestEvents.Noon.AddDays(1), isConnection ? "m-543210987654321" : null);
                Assert.True(later.SaysTheSameAs(message));
            },
            share: 10,
            input => $"{input.Item1} {input.Item2}");

    private static void Check(EventData posted, EventData message, bool isConnection)
    {
        Assert.True(message.Utf8.AsSpan().IndexOfAny("\r\n"u8) < 0);
        using var json = JsonDocument.Parse(message.Utf8);
        var members = json.RootElement.EnumerateObject().ToArray();
        Assert.All(Servers, name => Assert.Equal(
            name != "memberId" || isConnection ? 1 : 0, members.Count(member => member.Name == name)));
        var rest = members.Where(member => !Servers.Contains(member.Name)).ToArray();
        if (posted.IsText || posted.Utf8[0] != (byte)'{')
        {
            Assert.Equal(["content"], rest.Select(member => member.Name));
            Assert.Equal(
                posted.IsText ? posted.ToString() : JsonSerializer.Deserialize<JsonElement>(posted.Utf8).ToString(),
                rest[0].Value.ToString());
            return;
        }

        using var said = JsonDocument.Parse(posted.Utf8);
        var kept = said.RootElement.EnumerateObject().Where(member => !Servers.Contains(member.Name)).ToArray();
        Assert.Equal(kept.Select(member => member.Name), rest.Select(member => member.Name));
        Assert.All(kept.Zip(rest), pair => Assert.True(JsonElement.DeepEquals(pair.First.Value, pair.Second.Value)));
    }

    private static (FeedEvent Message, LiveFeed.Refusals.Refusal? Refusal) Complete(
        EventData data, DateTimeOffset time, string? memberId) => RoomMessages.Complete(
        TestEvents.Event("rooms/r", time: time) with { Data = data },
        Caller.With(Rights.Everything),
        memberId is null ? null : new MessageAuthor(memberId, null, null),
        maxDepth: int.MaxValue);
}
