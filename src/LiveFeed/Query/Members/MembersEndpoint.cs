using LiveFeed.Access;
using LiveFeed.Events;
using LiveFeed.Http;
using LiveFeed.Log;
using LiveFeed.Query.Answers;
using LiveFeed.Reading;
using LiveFeed.Rooms;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace LiveFeed.Query.Members;

/// <summary><c>GET /members</c>: who is in a room.</summary>
internal static class MembersEndpoint
{
    internal static FeedProblem[] Examples =>
    [
        .. AccessExamples.NoCredentials,
        AccessExamples.MayNotFollow,
        FeedProblem.At(ProblemKind.Invalid, "topic", "must be a room, rooms/<name>"),
        .. QueryExamples.Unavailable,
    ];

    /// <summary>Look who is in a room</summary>
    /// <remarks>
    /// A user is in a room while one of its connections is, and for <c>LiveFeed:Rooms:LeaveAfter</c> after its last one was
    /// lost; then <c>memberIds</c> is empty. Who may follow the room's topic may look.
    /// </remarks>
    /// <param name="topic" example="rooms/general">The room's topic, <c>rooms/{room}</c>.</param>
    /// <param name="context">The request.</param>
    /// <param name="rooms">Knows who is in.</param>
    /// <param name="log">Knows the position.</param>
    /// <param name="access">Says who asks.</param>
    /// <param name="allowance">How many queries may run.</param>
    /// <response code="200">The members; a room that nobody is in has none.</response>
    /// <response code="403">The credentials do not allow following this topic.</response>
    /// <response code="422">The topic is missing, or is no room.</response>
    /// <response code="503">
    /// The max number of queries runs, or they hold the max memory; or the authority that signs tokens could not be reached
    /// since the start.
    /// </response>
    internal static async Task<Results<StreamedJson<MemberList>, FeedProblem>> ListMembers(
        [FromQuery(Name = "topic"), Reads(typeof(string))] string[]? topic,
        HttpContext context,
        RoomService rooms,
        IEventLog log,
        AccessPolicy access,
        QueryLimiter allowance)
    {
        var caller = await access.IdentifyAsync(context);
        var query = new QueryParameters();
        var name = query.Topic("topic", topic);
        if (!RoomName.TryOf(name?.Value ?? "", out var room, out var error))
        {
            query.Fail(ProblemKind.Invalid, "topic", error);
        }

        FeedProblem? problem = caller.MayFollow([]);
        problem ??= query.Problem;
        problem ??= caller.MayFollow([TopicPattern.Of(room.Topic)]);
        if (problem is not null)
        {
            return problem;
        }

        var refusal = await allowance.AnswerAsync(context, caller, lease => JsonList.WriteAsync(
            lease,
            "members",
            rooms.ListAsync(room, context.RequestAborted),
            QueryJson.Default.RoomMember,
            ("position", log.Epochs.PositionOf(log.Head).ToString()))); // before the members are read
        return refusal is null ? StreamedJson<MemberList>.Written : refusal;
    }
}
