using System.Collections.Immutable;
using System.Text.Json;
using LiveFeed.Access.Limits;
using LiveFeed.Bodies;
using LiveFeed.Clients;
using LiveFeed.Clients.Subscribing;
using LiveFeed.Events;
using LiveFeed.Refusals;

namespace LiveFeed.Query.Clients;

/// <summary>
/// The body of <c>PATCH /clients/{id}</c>: <c>{"subscribe":[{"topic","after","last"}],"unsubscribe":["…"]}</c>. Topics that
/// begin at the same position are added together.
/// </summary>
internal static class SubscriptionPatch
{
    /// <summary>Reads and checks the body.</summary>
    /// <param name="body">As it came.</param>
    /// <param name="limits">How many topics it may name.</param>
    /// <returns>The change, or what is wrong with the body.</returns>
    internal static (SubscriptionChange? Change, Refusal? Refusal) Read(ReadOnlySpan<byte> body, LimitsOptions limits)
    {
        PatchedSubscription? given;
        try
        {
            given = JsonSerializer.Deserialize(BodyReader.WithoutByteOrderMark(body), PatchJson.Default.PatchedSubscription);
        }
        catch (JsonException e)
        {
            return (null, Refusal.At(RefusalKind.Malformed, "", $"The body must be an object with subscribe and " +
                $"unsubscribe. {e.Message}"));
        }

        var (subscribe, unsubscribe) = (given?.Subscribe ?? [], given?.Unsubscribe ?? []);
        if (subscribe.Length + unsubscribe.Length == 0)
        {
            return (null, Refusal.At(RefusalKind.Invalid, "", "must have something in subscribe or unsubscribe"));
        }

        if (subscribe.Length > limits.TopicsPerClient || unsubscribe.Length > limits.TopicsPerClient)
        {
            return (null, Refusal.At(
                RefusalKind.Invalid,
                "",
                $"may name at most {limits.TopicsPerClient} topics each (LiveFeed:Limits:TopicsPerClient)"));
        }

        return Check(subscribe, unsubscribe);
    }

    private static (SubscriptionChange? Change, Refusal? Refusal) Check(PatchedTopic?[] subscribe, string?[] unsubscribe)
    {
        var additions = new List<SubscriptionAddition>();
        for (var i = 0; i < subscribe.Length; i++)
        {
            if (Read(subscribe[i], $"/subscribe/{i}", out var addition) is { } refusal)
            {
                return (null, refusal);
            }

            additions.Add(addition!);
        }

        var removals = ImmutableArray.CreateBuilder<TopicPattern>();
        for (var i = 0; i < unsubscribe.Length; i++)
        {
            if (!TopicPattern.TryParse(unsubscribe[i] ?? "", out var pattern, out var error))
            {
                return (null, Refusal.At(RefusalKind.Invalid, $"/unsubscribe/{i}", error));
            }

            removals.Add(pattern);
        }

        return (new SubscriptionChange(Merge(additions), removals.ToImmutable()), null);
    }

    private static Refusal? Read(PatchedTopic? given, string pointer, out SubscriptionAddition? addition)
    {
        addition = null;
        if (!TopicPattern.TryParse(given?.Topic ?? "", out var topic, out var error))
        {
            return Refusal.At(RefusalKind.Invalid, $"{pointer}/topic", error);
        }

        Position? after = null;
        if (given!.After is { } text)
        {
            if (!Position.TryParse(text, out var position))
            {
                return Refusal.At(RefusalKind.Invalid, $"{pointer}/after", "must be a position, as a stream gives it");
            }

            after = position;
        }

        if (given.Last is < 0 or > JoinRequest.MaxLast)
        {
            return Refusal.At(RefusalKind.Invalid, $"{pointer}/last", $"must be 0 to {JoinRequest.MaxLast}");
        }

        addition = new SubscriptionAddition { Topics = [topic], After = after, Last = after is null ? given.Last ?? 0 : 0 };
        return null;
    }

    private static ImmutableArray<SubscriptionAddition> Merge(List<SubscriptionAddition> additions) =>
    [
        .. additions.Where(addition => addition.Last == 0)
            .GroupBy(addition => addition.After)
            .Select(
                group => new SubscriptionAddition
                {
                    Topics = [.. group.SelectMany(one => one.Topics).Distinct()], After = group.Key,
                }),
        .. additions.Where(addition => addition.Last > 0),
    ];
}
