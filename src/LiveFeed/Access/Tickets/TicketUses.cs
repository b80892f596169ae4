using LiveFeed.Access.Limits;
using LiveFeed.Clients;
using LiveFeed.Hub.Backplane;
using Microsoft.Extensions.Options;

namespace LiveFeed.Access.Tickets;

/// <summary>
/// What was done with tickets: a ticket opens one stream in time, and from then on only reopens that one. Any thread.
/// <para>
/// A request meets one of these states of its ticket. (1) Not used: it opens the stream, if it comes in time. (2) In use,
/// and the request shows no position that the stream was told: it is turned away for now, so a copied address is of no
/// use while its owner is connected. (3) In use, and it shows one: the client has lost its connection and nobody has
/// noticed yet; the request takes the old connection's place. (4) Used before: it reopens the stream. (5) Ended for good,
/// at any node. (6) Unknown whether it was used: this process has not given it, or has forgotten it. It reopens the stream
/// when it comes in time, or shows any position, as every client that was connected has one. So neither a restart nor a
/// full memory sends a client away.
/// </para>
/// </summary>
internal sealed class TicketUses(
    TicketOffice office, IBackplane backplane, IOptions<TicketOptions> options, TimeProvider time)
{
    private readonly TicketOptions _options = options.Value;
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, TicketUse> _uses = []; // guarded by _lock, like the next fields
    private readonly LinkedList<TicketUse> _idle = []; // those without a stream, the one that ended first is first
    private long _forgottenThrough = long.MinValue; // tickets with stamps up to here may be used and forgotten

    /// <summary>Tickets that are remembered.</summary>
    internal int Count
    {
        get
        {
            lock (_lock)
            {
                return _uses.Count;
            }
        }
    }

    /// <summary>Asked before a stream is opened.</summary>
    /// <param name="ticket">Of the caller; null when it has come without one, which may open any number of streams.</param>
    /// <param name="resumption">The stream that the request wants, and what it resumes after.</param>
    internal TicketEntry Enter(Ticket? ticket, Resumption resumption) =>
        ticket is null ? default
        : backplane.HasEndedForGood(NameOf(ticket.Id)) ? new TicketEntry(Refusal: TicketProblems.Ended)
        : LetIn(ticket, resumption);

    internal void Hold(TicketUse use, int turn, FeedClient client)
    {
        lock (_lock)
        {
            if (use.Turn == turn)
            {
                use.Client = client;
            }
        }
    }

    internal void Leave(TicketUse use, int turn)
    {
        if (LetGo(use, turn))
        {
            backplane.EndForGood(NameOf(use.Id));
        }
    }

    private static string NameOf(Guid ticket) => $"ticket {ticket:n}";

    private TicketEntry LetIn(Ticket ticket, Resumption resumption)
    {
        TicketUse? use;
        FeedClient? lost;
        int turn;
        var topics = resumption.HashOfTopics();
        lock (_lock)
        {
            if (!_uses.TryGetValue(ticket.Id, out use))
            {
                if (!MayBegin(ticket, resumption))
                {
                    return new TicketEntry(Refusal: TicketProblems.Late);
                }

                use = Add(ticket, topics);
            }

            lost = use.Client;
            var hasEnded = use.HasEnded || lost?.IsKicked == true; // it may not have taken its last frame yet
            if (hasEnded || use.Topics != topics)
            {
                return new TicketEntry(Refusal: hasEnded ? TicketProblems.Ended : TicketProblems.OtherStream);
            }

            if (use.IsOpen && !(lost is not null && resumption.IsOf(lost)))
            {
                return new TicketEntry(NotNow: ConnectionRefusal.TicketInUse);
            }

            turn = Open(use);
        }

        lost?.GiveWay();
        return new TicketEntry(new TicketLease(this, use, turn));
    }

    // True when its stream was ended for good.
    private bool LetGo(TicketUse use, int turn)
    {
        lock (_lock)
        {
            if (use.Turn != turn)
            {
                return false;
            }

            use.HasEnded = use.Client?.IsKicked == true;
            (use.IsOpen, use.Client) = (false, null);
            use.Idle = _idle.AddLast(use);
            return use.HasEnded;
        }
    }

    private bool MayBegin(Ticket ticket, Resumption resumption)
    {
        var isOwn = ticket.Process == office.Process;
        var age = isOwn ? time.GetElapsedTime(ticket.Stamp) : time.GetUtcNow() - ticket.Issued;
        return age <= _options.OpenWithin ||
            ((!isOwn || ticket.Stamp <= _forgottenThrough) && resumption.After is not null);
    }

    private TicketUse Add(Ticket ticket, UInt128 topics)
    {
        MakeRoom();
        var use = new TicketUse(ticket, topics);
        _uses.Add(ticket.Id, use);
        return use;
    }

    private int Open(TicketUse use)
    {
        if (use.Idle is { } idle)
        {
            _idle.Remove(idle);
            use.Idle = null;
        }

        (use.IsOpen, use.Client) = (true, null);
        return ++use.Turn;
    }

    private void MakeRoom()
    {
        var now = time.GetUtcNow();
        while (_idle.First?.Value is { } oldest && (_uses.Count >= _options.Remembered || oldest.Expires <= now))
        {
            _idle.RemoveFirst();
            _uses.Remove(oldest.Id);
            if (oldest.Process == office.Process && oldest.Expires > now)
            {
                _forgottenThrough = Math.Max(_forgottenThrough, oldest.Stamp);
            }
        }
    }
}
