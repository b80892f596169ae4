using LiveFeed.Clients;

namespace LiveFeed.Access.Tickets;

/// <summary>A ticket that has opened its stream. All fields are guarded by the lock of <see cref="TicketUses"/>.</summary>
internal sealed class TicketUse(Ticket ticket, UInt128 topics)
{
    internal Guid Id { get; } = ticket.Id;

    internal Guid Process { get; } = ticket.Process;

    internal long Stamp { get; } = ticket.Stamp;

    internal DateTimeOffset Expires { get; } = ticket.Expires;

    /// <summary>Of its stream, as a hash.</summary>
    internal UInt128 Topics { get; } = topics;

    /// <summary>How often it has opened or reopened its stream; it tells the leases apart.</summary>
    internal int Turn { get; set; }

    internal bool IsOpen { get; set; }

    /// <summary>Null while its stream begins, and while there is none.</summary>
    internal FeedClient? Client { get; set; }

    /// <summary>Its stream was ended for good.</summary>
    internal bool HasEnded { get; set; }

    /// <summary>Its place among those without a stream; null while it has one.</summary>
    internal LinkedListNode<TicketUse>? Idle { get; set; }
}
