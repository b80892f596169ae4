using System.Text.Json;
using LiveFeed.Frames;
using LiveFeed.Http;
using LiveFeed.Refusals;
using LiveFeed.Streaming.SocketIo.Packets;
using LiveFeed.Streaming.WebSockets.Requests;

namespace LiveFeed.Streaming.SocketIo.Feed;

/// <summary>What a client's event is answered, when it asked for an acknowledgement or was refused.</summary>
/// <param name="Json">The array of the acknowledgement; null when it comes later.</param>
/// <param name="Problem">Why it was refused; null when it was done.</param>
internal readonly record struct FeedAnswer(byte[]? Json, FeedProblem? Problem)
{
    /// <summary>Only an acknowledgement tells the refusal.</summary>
    internal bool IsQuiet { get; private init; }

    /// <summary>It is told when this has completed; null tells it at once.</summary>
    internal Task? After { get; init; }

    internal static FeedAnswer Done { get; } = new("[{}]"u8.ToArray(), null);

    internal static FeedAnswer Later { get; } = new(null, null);

    /// <summary>A client without a room sends to nobody.</summary>
    internal static FeedAnswer NoRoom { get; } =
        Refused(Refusal.At(RefusalKind.Forbidden, "/room", "join the room first")) with { IsQuiet = true };

    internal static FeedAnswer Of(Action<Utf8JsonWriter> members) => new(Write(members), null);

    internal static FeedAnswer Refused(FeedProblem problem) => new(
        Write(json =>
        {
            json.WriteStartObject("error"u8);
            Replies.WriteMembers(json, problem);
            json.WriteEndObject();
        }),
        problem);

    /// <summary>Tells a refusal that nobody asked for: <c>livefeed.error</c> with <c>{"event","problem"}</c>.</summary>
    internal static ToldFrame Unasked(string asked, FeedProblem problem)
    {
        var array = Write(json =>
        {
            json.WriteString("event"u8, asked);
            json.WriteStartObject("problem"u8);
            Replies.WriteMembers(json, problem);
            json.WriteEndObject();
        });
        var name = System.Text.Encoding.ASCII.GetBytes(FeedNotices.Error);
        byte[] open = [.. "[\""u8, .. name, .. "\","u8, .. array[1..^1]];
        return new ToldFrame(PacketType.Event, null, open, []);
    }

    /// <summary>Done, or refused.</summary>
    internal static FeedAnswer Of(FeedProblem? problem) => problem is null ? Done : Refused(problem);

    private static byte[] Write(Action<Utf8JsonWriter> members) => EventJson.Bytes(256, json =>
    {
        json.WriteStartArray();
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
        json.WriteEndArray();
    });
}
