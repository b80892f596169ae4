using System.Collections.Immutable;
using LiveFeed.Events;

namespace LiveFeed.Log;

/// <summary>
/// The epochs of a log while this process runs. The first is the epoch of the store at the start. Each replaced store
/// adds one; its own sequences may begin at 1 again. The log's sequences still grow: each epoch has a base above every
/// earlier sequence. So a sequence implies its epoch, and comparing sequences compares epochs. Clients see positions: an
/// epoch and its store's sequence. In the first epoch both sequences are the same. Immutable.
/// </summary>
internal sealed class LogEpochs
{
    // Enough for 15 minutes of a store that is replaced every second. A reader further back gets the oldest of these.
    private const int MaxKept = 1_000;

    // Far more than a log ever gives out, and far from an overflow.
    private const long MaxSequence = long.MaxValue / 4;

    private readonly ImmutableArray<(string Epoch, long Base)> _epochs; // by rising base

    private LogEpochs(ImmutableArray<(string Epoch, long Base)> epochs) => _epochs = epochs;

    internal string Current => _epochs[^1].Epoch;

    /// <summary>The sequence before the first event of the current epoch.</summary>
    internal long Base => _epochs[^1].Base;

    internal static LogEpochs First(string epoch) => new([(epoch, 0)]);

    /// <summary>These epochs, and a new one that begins now.</summary>
    /// <param name="epoch">The new store's epoch.</param>
    /// <param name="last">The last sequence that was given out before.</param>
    internal LogEpochs Then(string epoch, long last) =>
        new([.. _epochs.AsSpan(Math.Max(0, _epochs.Length + 1 - MaxKept)..), (epoch, last + 1)]);

    /// <summary>The position that clients see for a sequence of any epoch.</summary>
    internal Position PositionOf(long sequence)
    {
        for (var i = _epochs.Length - 1; i > 0; i--)
        {
            if (sequence >= _epochs[i].Base)
            {
                return new Position(_epochs[i].Epoch, sequence - _epochs[i].Base);
            }
        }

        var (epoch, first) = _epochs[0];
        return new Position(epoch, Math.Max(0, sequence - first));
    }

    /// <summary>The sequence of a position; null when the position is not of the current epoch.</summary>
    internal long? SequenceOf(Position position) =>
        position.Epoch == Current ? Base + Math.Min(position.Sequence, MaxSequence) : null;
}
