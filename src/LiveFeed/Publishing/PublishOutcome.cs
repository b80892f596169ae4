using LiveFeed.Log;
using LiveFeed.Refusals;

namespace LiveFeed.Publishing;

/// <summary>What became of events that were published together: all were accepted, or none and then why.</summary>
internal sealed record PublishOutcome
{
    internal int Events { get; private init; }

    /// <summary>Of the events that are not ephemeral, in order.</summary>
    internal IReadOnlyList<Receipt> Receipts { get; private init; } = [];

    /// <summary>Null when all were accepted. Pointers begin at the event that is wrong.</summary>
    internal Refusal? Refusal { get; private init; }

    /// <summary>Which event is wrong, from 0; null when no single one is.</summary>
    internal int? Index { get; private init; }

    /// <summary>
    /// What must be done once the sender has its answer: only then all clients are told of the events. Null for nothing.
    /// </summary>
    internal Action? AfterAnswer { get; private init; }

    /// <summary>Of events that were accepted.</summary>
    internal PublishAnswer Answer => PublishAnswer.Of(Events, Receipts);

    internal static PublishOutcome Accepted(int events, IReadOnlyList<Receipt> receipts, Action? afterAnswer) =>
        new() { Events = events, Receipts = receipts, AfterAnswer = afterAnswer };

    internal static PublishOutcome Refused(Refusal refusal, int? index = null) => new() { Refusal = refusal, Index = index };

    /// <summary>For those whose events nobody refuses but a log that is away.</summary>
    /// <exception cref="PublishRefusedException">They were refused.</exception>
    internal void ThrowIfRefused()
    {
        if (Refusal is { } refusal)
        {
            throw new PublishRefusedException(refusal);
        }
    }
}
