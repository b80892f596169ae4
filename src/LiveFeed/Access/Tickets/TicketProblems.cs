using LiveFeed.Access.Authorization;
using LiveFeed.Refusals;

namespace LiveFeed.Access.Tickets;

/// <summary>Why a ticket is refused for good. A new one is needed.</summary>
internal static class TicketProblems
{
    internal static Refusal Unknown { get; } = AccessProblems.BadToken("This is no ticket of this service.");

    internal static Refusal Expired { get; } = AccessProblems.BadToken("The ticket has expired.");

    internal static Refusal Withdrawn { get; } =
        AccessProblems.BadToken("The settings no longer have what the ticket was given for.");

    internal static Refusal Late { get; } = AccessProblems.BadToken(
        "The ticket did not open its stream in time (LiveFeed:Access:Tickets:OpenWithin).");

    internal static Refusal OtherStream { get; } = new(
        RefusalKind.Forbidden,
        "This ticket has opened a stream of other topics, and only reopens that one. PATCH /clients/{id} changes the " +
        "topics of an open stream; another stream needs another ticket.");

    internal static Refusal Ended { get; } = AccessProblems.BadToken("The stream of this ticket was ended for good.");
}
