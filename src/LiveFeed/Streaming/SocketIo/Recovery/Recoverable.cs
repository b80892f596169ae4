using System.Collections.Immutable;
using LiveFeed.Clients;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Rooms;
using LiveFeed.Streaming.SocketIo.Feed;

namespace LiveFeed.Streaming.SocketIo.Recovery;

/// <summary>A state and the position after which its client goes on: all of it is still there.</summary>
/// <param name="Claim">The client has it from now on.</param>
/// <param name="State">What it has back.</param>
/// <param name="After">The last position that it was told.</param>
internal sealed record Recoverable(RecoveryClaim Claim, SavedState State, Position After)
{
    internal IReadOnlyList<JoinedRoom> Rooms { get; } =
        [.. State.Rooms.Select(one => new JoinedRoom(RoomNameOf(one.Name), PositionOf(one.After)))];

    /// <summary>Everything that it follows, with the position after which.</summary>
    internal ImmutableArray<(TopicPattern Pattern, Position After)> Followed =>
    [
        .. State.Topics.Select(one => (TopicPattern.Parse(one.Name), PositionOf(one.After))),
        .. Rooms.SelectMany(one => one.Room.Patterns.Select(pattern => (pattern, one.After))),
    ];

    /// <summary>What it may have missed before its position is known no longer.</summary>
    internal bool IsBelowFloor(LogEpochs epochs, long sequence) =>
        State.Floor is { } floor && (epochs.SequenceOf(PositionOf(floor)) ?? long.MaxValue) > sequence;

    /// <summary>
    /// Which events between <see cref="After"/> and now are its own. Null when all are: it followed all of its topics at
    /// that position.
    /// </summary>
    internal Func<EventFrame, bool>? Wants(LogEpochs epochs)
    {
        var from = epochs.SequenceOf(After) ?? 0;
        var all = Followed.Select(one => (one.Pattern, After: epochs.SequenceOf(one.After) ?? from)).ToArray();
        if (all.All(one => one.After <= from))
        {
            return null;
        }

        var past = (State.Past ?? []).Select(one => (
            Pattern: TopicPattern.Parse(one.Name),
            After: epochs.SequenceOf(PositionOf(one.After)) ?? from,
            Until: epochs.SequenceOf(PositionOf(one.Until)) ?? long.MaxValue)).ToArray();
        var last = all.Max(one => one.After);
        return e => e.Event.Topic is not { } topic || e.Sequence > last ||
            all.Any(one => e.Sequence > one.After && one.Pattern.Matches(topic)) ||
            past.Any(one => e.Sequence > one.After && e.Sequence <= one.Until && one.Pattern.Matches(topic));
    }

    internal JoinRequest Join(JoinRequest join) => join with
    {
        MemberId = State.Id,
        Topics = [.. Followed.Select(one => one.Pattern).Distinct()],
        After = After,
    };

    private static RoomName RoomNameOf(string text) =>
        RoomName.TryParse(text, out var room, out _) ? room : throw new FormatException("no room has such a name");

    private static Position PositionOf(string text) =>
        Position.TryParse(text, out var position) ? position : throw new FormatException("no position");
}
