using LiveFeed.Access.Authorization;
using LiveFeed.Access.Limits;
using LiveFeed.Events;
using LiveFeed.Events.Rooms;
using LiveFeed.Hub;
using LiveFeed.Log;
using LiveFeed.Refusals;

namespace LiveFeed.Publishing;

/// <summary>
/// The only way in for events of every protocol. A session checks its sender's rights, rate and limits, appends the events,
/// answers, and counts what it refuses. <see cref="PublishAllAsync"/> is all or nothing, <see cref="PublishEachAsync"/>
/// event by event. From (a) to (b) in docs/architecture.md. Any thread.
/// </summary>
/// <param name="publisher">Appends the events and offers them to clients.</param>
/// <param name="limits">How much is accepted; null for the service's own events.</param>
/// <param name="time">The time of receipt.</param>
/// <param name="caller">The sender.</param>
/// <param name="allowance">How much of its rate is left.</param>
internal sealed class PublishSession(
    FeedPublisher publisher, LimitsOptions? limits, TimeProvider time, Caller caller, PublishAllowance allowance)
{
    // Few, so an answer does not wait for a large batch.
    private const int MaxGroupEvents = 500;

    internal PublishAllowance Allowance => allowance;

    /// <summary>
    /// For a session of a connection: who it is in a room of this name. Null for the sessions of requests.
    /// </summary>
    internal Func<string, MessageAuthor>? AuthorIn { get; init; }

    // The service publishes what nobody else may.
    private bool IsService => limits is null;

    /// <summary>Max events that <see cref="PublishEachAsync"/> publishes together.</summary>
    internal int GroupEvents => Math.Min(MaxGroupEvents, allowance.Turn);

    /// <summary>Collects the fields of one event, for any protocol.</summary>
    internal EventFields NewFields() => new(limits?.EventBytes ?? int.MaxValue);

    /// <summary>Publishes one event, or says what is wrong with its fields.</summary>
    internal ValueTask<PublishOutcome> PublishAsync(EventFields fields, CancellationToken cancellationToken) =>
        fields.Build(time.GetUtcNow()) is { } e
            ? PublishAllAsync([e], answersFirst: false, cancellationToken)
            : ValueTask.FromResult(PublishOutcome.Refused(Counted(FieldError.Refuse(fields.Errors))));

    /// <summary>
    /// Publishes all events in order, or none, with the refusal. When the rate is spent, it refuses, or waits for a turn
    /// that comes soon.
    /// </summary>
    /// <param name="events">In their order.</param>
    /// <param name="answersFirst">
    /// The sender is answered before clients get the events: then <see cref="PublishOutcome.AfterAnswer"/> must be called.
    /// </param>
    /// <param name="cancellationToken">Ends the wait for a turn or the disk.</param>
    internal async ValueTask<PublishOutcome> PublishAllAsync(
        IReadOnlyList<FeedEvent> events, bool answersFirst, CancellationToken cancellationToken)
    {
        if (events.Count > limits?.BatchEvents)
        {
            return PublishOutcome.Refused(Counted(TooMany(events.Count, limits.BatchEvents)));
        }

        if (AdmitAll(ref events, out var wrong) is { } refusal)
        {
            return PublishOutcome.Refused(Counted(refusal), wrong);
        }

        if (await allowance.TakeAsync(events.Count, cancellationToken) is { } spent)
        {
            return PublishOutcome.Refused(Counted(spent));
        }

        try
        {
            var handOver = answersFirst ? new HandOver() : null;
            var receipts = await publisher.PublishAsync(events, handOver, cancellationToken);
            return PublishOutcome.Accepted(
                events.Count, receipts, handOver is { IsOwed: true } ? publisher.OfferHere : null);
        }
        catch (IdempotencyConflictException e)
        {
            return PublishOutcome.Refused(Counted(InUse(e)), e.Index);
        }
        catch (LogUnavailableException e)
        {
            return PublishOutcome.Refused(Counted(DiagnosticsAccess.RefusalOf(e)));
        }
    }

    /// <summary>
    /// Publishes events in order, each accepted or refused by itself. When the rate is spent, the call waits, so the sender
    /// waits; nothing is refused for that. When the log is unavailable, this and all later events are refused and may be
    /// sent again.
    /// </summary>
    /// <param name="events">In their order.</param>
    /// <param name="tell">Gets the index and the outcome of each event, as soon as it is known.</param>
    /// <param name="cancellationToken">
    /// Ends the wait for a turn or the disk. An event without an outcome may or may not be stored.
    /// </param>
    internal async ValueTask PublishEachAsync(
        IReadOnlyList<FeedEvent> events, Action<int, EventOutcome> tell, CancellationToken cancellationToken)
    {
        var group = new PublishGroup(tell, Math.Min(events.Count, GroupEvents));
        for (var next = 0; next < events.Count;)
        {
            var now = time.GetUtcNow();
            for (; next < events.Count && group.Events.Count < GroupEvents; next++)
            {
                if (Admit(events[next], now, out var admitted) is { } refusal)
                {
                    tell(next, new EventOutcome(null, Counted(refusal)));
                }
                else
                {
                    group.Add(next, admitted);
                }
            }

            if (group.Events.Count == 0)
            {
                continue;
            }

            await allowance.WaitForAsync(group.Events.Count, cancellationToken);
            if (await PublishAsync(group, cancellationToken) is { } away)
            {
                group.RefuseAll(away);
                for (; next < events.Count; next++)
                {
                    tell(next, new EventOutcome(null, away));
                }
            }
        }
    }

    /// <summary>Counts what a protocol refuses by itself, before it has an event.</summary>
    internal Refusal Counted(Refusal refusal)
    {
        publisher.Refused(refusal.Kind.Name);
        return refusal with { IsCounted = true };
    }

    // Null when the whole group has its outcomes, otherwise why the log is unavailable.
    private async ValueTask<Refusal?> PublishAsync(PublishGroup group, CancellationToken cancellationToken)
    {
        while (group.Events.Count > 0)
        {
            try
            {
                group.Accept(await publisher.PublishAsync(group.Events, handOver: null, cancellationToken));
            }
            catch (IdempotencyConflictException e)
            {
                // Nothing of the group is stored. The others are published again without this one.
                group.Refuse(e.Index, Counted(InUse(e)));
            }
            catch (LogUnavailableException e)
            {
                return Counted(DiagnosticsAccess.RefusalOf(e));
            }
        }

        return null;
    }

    // Null when all may be published. The list is another one when an event was completed.
    private Refusal? AdmitAll(ref IReadOnlyList<FeedEvent> events, out int wrong)
    {
        var now = time.GetUtcNow();
        FeedEvent[]? completed = null;
        for (wrong = 0; wrong < events.Count; wrong++)
        {
            if (Admit(events[wrong], now, out var admitted) is { } refusal)
            {
                return refusal;
            }

            if (!ReferenceEquals(admitted, events[wrong]))
            {
                (completed ??= [.. events])[wrong] = admitted;
            }
        }

        events = completed ?? events;
        return null;
    }

    // A session may last for hours, longer than its token.
    private Refusal? Admit(FeedEvent e, DateTimeOffset now, out FeedEvent admitted)
    {
        admitted = e;
        if (IsService)
        {
            return null;
        }

        var refusal = caller.HasExpired(now) ? AccessProblems.Expired
            : (caller.MayPublish(e.Topic) ?? RoomMessages.MayPublish(e.Topic)) is { } forbidden ? forbidden
            : e.Data.Utf8.Length > limits?.EventBytes ? EventFields.TooLarge(e.Data.Utf8.Length, limits.EventBytes)
            : null;
        if (refusal is null && RoomTopics.RoomOfSigned(e) is { IsEmpty: false } room)
        {
            (admitted, refusal) = RoomMessages.Complete(
                e, caller, AuthorIn?.Invoke(room.ToString()), limits is null ? int.MaxValue : EventParser.MaxDepth(limits));
        }

        return refusal;
    }

    private static Refusal InUse(IdempotencyConflictException e) => Refusal.At(RefusalKind.IdInUse, "/id", e.Message);

    private static Refusal TooMany(int events, int most) => Refusal.At(
        RefusalKind.TooLarge, "", $"A batch may have at most {most} events (LiveFeed:Limits:BatchEvents), not {events}.");
}
