using LiveFeed.Access.Limits;
using LiveFeed.Access.Authorization;
using LiveFeed.Events;
using LiveFeed.Http;

namespace LiveFeed.Query.History;

/// <summary>A request for a part of the history, read and checked.</summary>
internal sealed record HistoryRequest
{
    internal required Subscription Subscription { get; init; }

    /// <summary>The position that the client has; null when it names none.</summary>
    internal Position? After { get; init; }

    internal DateTimeOffset? Since { get; init; }

    internal DateTimeOffset? Until { get; init; }

    internal int Limit { get; init; }

    /// <summary>0 when not asked for, as is the next property.</summary>
    internal int Newest { get; init; }

    internal int NewestOfEach { get; init; }

    internal static (HistoryRequest? Request, FeedProblem? Problem) Read(
        HistoryParameters parameters, Caller caller, LimitsOptions limits, DateTimeOffset now)
    {
        var query = new QueryParameters();
        var topics = query.Patterns("topic", parameters.Topic, limits.TopicsPerClient);
        var isAll = topics.Count == 0;
        var request = new HistoryRequest
        {
            Subscription =
                new Subscription
                {
                    Topics = isAll ? caller.Rights.Followed : [.. topics],
                    User = caller.User,
                    Broadcasts = isAll,
                },
            After = query.Position("after", parameters.After),
            Since = query.Moment("since", parameters.Since, now),
            Until = query.Moment("until", parameters.Until, now),
            Limit = query.Number("limit", parameters.Limit, 1, HistoryEndpoint.MaxLimit, HistoryEndpoint.DefaultLimit),
            Newest = query.Number("newest", parameters.Newest, 1, HistoryEndpoint.MaxLimit, 0),
            NewestOfEach = query.Number("newestOfEach", parameters.NewestOfEach, 1, HistoryEndpoint.MaxOfEach, 0),
        };
        query.AtMostOne(
            ("limit", parameters.Limit), ("newest", parameters.Newest), ("newestOfEach", parameters.NewestOfEach));
        return (query.Problem ?? caller.MayFollow(topics)) is { } problem ? (null, problem) : (request, null);
    }
}
