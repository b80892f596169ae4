using System.Collections.Immutable;
using LiveFeed.Events;

namespace LiveFeed.Log;

/// <summary>
/// The epochs of a log while this process runs. A log in memory or in a file has one. A store on a server may be replaced:
/// that adds an epoch (<see cref="Then"/>), whose own sequences may begin at 1 again. A store may also go on with another
/// epoch after a failover (<see cref="Continue"/>): what it retains of the earlier epochs is still there. The log's
/// sequences grow all the same: each epoch has a base above every earlier sequence. So a sequence implies its epoch, and
/// comparing sequences compares epochs. Clients see positions: an epoch and its store's sequence. In the first epoch both
/// sequences are the same. Immutable.
/// </summary>
internal sealed class LogEpochs
{
    /// <summary>Sequences that an epoch has at most before another one continues it: 5 years at 100,000 a second.</summary>
    internal const long Span = 1L << 44;

    // Enough for 15 minutes of a store that is replaced every second. A reader further back gets the oldest of these.
    private const int MaxKept = 1_000;

    // Far more than a log ever gives out, and far from an overflow.
    private const long MaxSequence = long.MaxValue / 4;

    private readonly ImmutableArray<(string Epoch, long Base)> _epochs; // by rising base
    private readonly int _first; // the first epoch of the store that there is now

    private LogEpochs(ImmutableArray<(string Epoch, long Base)> epochs, int first) => (_epochs, _first) = (epochs, first);

    internal string Current => _epochs[^1].Epoch;

    /// <summary>The sequence before the first event of the store that there is now.</summary>
    internal long Base => _epochs[_first].Base;

    /// <summary>What to add to the store's sequences of the current epoch.</summary>
    internal long CurrentBase => _epochs[^1].Base;

    internal static LogEpochs First(string epoch) => new([(epoch, 0)], first: 0);

    /// <summary>These epochs, and that of a store that replaces the one there was.</summary>
    /// <param name="epoch">The new store's epoch.</param>
    /// <param name="last">The last sequence that was given out before.</param>
    internal LogEpochs Then(string epoch, long last)
    {
        var kept = With(epoch, last + 1);
        return new LogEpochs(kept, kept.Length - 1);
    }

    /// <summary>These epochs, and one in which the store goes on with the events that it has.</summary>
    internal LogEpochs Continue(string epoch)
    {
        var kept = With(epoch, CurrentBase + Span);
        return new LogEpochs(kept, Math.Max(0, _first - (_epochs.Length + 1 - kept.Length)));
    }

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

    /// <summary>The sequence of a position; null when its epoch is not one of the store that there is now.</summary>
    internal long? SequenceOf(Position position)
    {
        for (var i = _epochs.Length - 1; i >= _first; i--)
        {
            if (position.Epoch == _epochs[i].Epoch)
            {
                var most = i == _epochs.Length - 1 ? MaxSequence : _epochs[i + 1].Base - _epochs[i].Base - 1;
                return _epochs[i].Base + Math.Min(position.Sequence, most);
            }
        }

        return null;
    }

    private ImmutableArray<(string Epoch, long Base)> With(string epoch, long from) =>
        [.. _epochs.AsSpan(Math.Max(0, _epochs.Length + 1 - MaxKept)..), (epoch, from)];
}
