using LiveFeed.Access.Authorization;
using LiveFeed.Events;
using LiveFeed.Http;
using LiveFeed.Reading;

namespace LiveFeed.Badges;

/// <summary>A request for a picture of one topic, read and checked.</summary>
internal sealed record BadgeRequest
{
    internal const int MaxLabel = 100; // characters
    internal const int MaxPath = ValuePath.MaxLength;
    internal const int MaxUnit = 16;
    internal const int MaxDecimals = 6;

    internal required TopicName Topic { get; init; }

    internal required Caller Caller { get; init; }

    /// <summary>Where in the data the value is.</summary>
    internal required ValuePath Path { get; init; }

    /// <summary>The label; empty for none.</summary>
    internal required string Label { get; init; }

    /// <summary>Overrides the unit that the events name.</summary>
    internal string? Unit { get; init; }

    internal int? Decimals { get; init; }

    internal Subscription Subscription => Subscription.ToHistory(Topic, Caller.User);

    /// <returns>The request, or null and the problem. Missing credentials are reported first.</returns>
    internal static (BadgeRequest? Request, FeedProblem? Problem) Read(
        QueryParameters query, PictureParameters given, Caller caller)
    {
        var topic = query.Topic("topic", given.Topic);
        var path = query.Text("value", given.Value, MaxPath);
        var label = query.Text("label", given.Label, MaxLabel);
        var unit = query.Text("unit", given.Unit, MaxUnit);
        var decimals = query.Number("decimals", given.Decimals, 0, MaxDecimals, otherwise: -1);
        var problem = caller.MayFollow([]) ?? query.Problem;
        if (problem is not null || topic is not { } name)
        {
            return (null, problem);
        }

        var request = new BadgeRequest
        {
            Topic = name,
            Caller = caller,
            Path = new ValuePath(path is "" ? null : path),
            Label = label ?? name.Value,
            Unit = unit,
            Decimals = decimals < 0 ? null : decimals,
        };
        return caller.MayFollow(request.Subscription.Topics) is { } refusal ? (null, refusal) : (request, null);
    }

    /// <summary>An event's value as a text for people, not yet escaped; null when it has none.</summary>
    /// <param name="value">The value.</param>
    /// <param name="data">The event's data, which may name a unit.</param>
    internal string? Show(EventValue value, EventData data) =>
        value.Number is { } number ? SvgText.Visible(
            CompactNumber.Of(number, Unit ?? ValuePath.ReadUnit(data) ?? "", Decimals), MaxLabel)
        : value.Text is { } text ? SvgText.Visible(text, MaxLabel)
        : null;
}
