using LiveFeed.Access.Limits;
using LiveFeed.Access.Authorization;
using LiveFeed.Events;
using LiveFeed.Http;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Query.History;

/// <summary>What of the history is asked for, read and checked.</summary>
internal sealed record HistoryRequest
{
    internal required Subscription Subscription { get; init; }

    /// <summary>What the client has; null when it names nothing.</summary>
    internal Position? After { get; init; }

    internal DateTimeOffset? Since { get; init; }

    internal DateTimeOffset? Until { get; init; }

    internal int Limit { get; init; }

    /// <summary>0 when it is not asked for; so is the next.</summary>
    internal int Newest { get; init; }

    internal int NewestOfEach { get; init; }

    internal static (HistoryRequest? Request, FeedProblem? Problem) Read(
        IQueryCollection parameters, Caller caller, LimitsOptions limits, DateTimeOffset now)
    {
        var query = new QueryParameters(parameters);
        var topics = query.Patterns("topic", limits.TopicsPerClient);
        var isAll = topics.Count == 0;
        var request = new HistoryRequest
        {
            Subscription = new Subscription { Topics = isAll ? caller.Rights.Followed : [.. topics], User = caller.User, Broadcasts = isAll },
            After = query.Position("after"),
            Since = query.Moment("since", now),
            Until = query.Moment("until", now),
            Limit = query.Number("limit", 1, HistoryEndpoint.MaxLimit, HistoryEndpoint.DefaultLimit),
            Newest = query.Number("newest", 1, HistoryEndpoint.MaxLimit, 0),
            NewestOfEach = query.Number("newestOfEach", 1, HistoryEndpoint.MaxOfEach, 0),
        };
        query.AtMostOne("limit", "newest", "newestOfEach");
        return (query.Problem ?? caller.MayFollow(topics)) is { } problem ? (null, problem) : (request, null);
    }
}
