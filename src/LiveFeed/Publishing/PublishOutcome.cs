using LiveFeed.Log;
using LiveFeed.Refusals;

namespace LiveFeed.Publishing;

/// <summary>The outcome of events that were published together: all accepted, or none, with the refusal.</summary>
internal sealed record PublishOutcome
{
    internal int Events { get; private init; }

    /// <summary>The receipts of the events that are not ephemeral, in order.</summary>
    internal IReadOnlyList<Receipt> Receipts { get; private init; } = [];

    /// <summary>Null when all were accepted. Its pointers are relative to the wrong event.</summary>
    internal Refusal? Refusal { get; private init; }

    /// <summary>Which event is wrong, from 0; null when no single one is.</summary>
    internal int? Index { get; private init; }

    /// <summary>
    /// Must be called once the sender has its answer: it offers the events to the clients. Null when nothing is left to do.
    /// </summary>
    internal Action? AfterAnswer { get; private init; }

    /// <summary>The answer for accepted events.</summary>
    internal PublishAnswer Answer => PublishAnswer.Of(Events, Receipts);

    internal static PublishOutcome Accepted(int events, IReadOnlyList<Receipt> receipts, Action? afterAnswer) =>
        new() { Events = events, Receipts = receipts, AfterAnswer = afterAnswer };

    internal static PublishOutcome Refused(Refusal refusal, int? index = null) => new() { Refusal = refusal, Index = index };

    /// <summary>For senders whose events are refused only when the log is unavailable.</summary>
    /// <exception cref="PublishRefusedException">They were refused.</exception>
    internal void ThrowIfRefused()
    {
        if (Refusal is { } refusal)
        {
            throw new PublishRefusedException(refusal);
        }
    }
}
