using LiveFeed.Events;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Properties.Delivery;

/// <summary>An event to publish; clients are named by their slots, for their ids are known only then.</summary>
internal sealed record PostedEvent(string? Topic, string? Key, int? ToSlot, string? ToUser, int? ExceptSlot, bool Ephemeral)
{
    internal FeedEvent Event(int number, Func<int, string> clientOf) =>
        TestEvents.Event(
            Topic,
            number,
            Key,
            to: ToSlot is { } slot ? new EventTarget { Client = clientOf(slot) }
                : ToUser is { } user ? new EventTarget { User = user }
                : null,
            except: ExceptSlot is { } excepted ? [clientOf(excepted)] : null) with
        {
            Ephemeral = Ephemeral,
        };
}
