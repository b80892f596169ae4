using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using LiveFeed.Log.Runs;

namespace LiveFeed.Log.Redis;

/// <summary>
/// The terms of the store, and how its numbers become sequences. The store numbers its events without end; a failover or a
/// restart of Redis begins a new term, from the last number that the server has. An event's stream id and its position are
/// <c>term-number</c>. A number that a lost event had is given out again, in the next term: so the term tells them apart.
/// A server may lose whole terms: a node that knows them says so, and they end where what is left ends. Immutable.
/// </summary>
internal sealed class RedisTerms
{
    private const int MaxTold = 8; // terms that a server may lose at once

    // Until all nodes are at the new server, in ms. Sentinel needs a minute, an operator some. Clocks may differ.
    private const long MaxTakeover = 10 * 60_000;

    private readonly ImmutableArray<(string Name, long Start, long Base)> _terms; // of the store; sequence = Base + number

    private RedisTerms(ImmutableArray<(string Name, long Start, long Base)> terms, LogEpochs epochs)
    {
        var starts = terms.ToBuilder();
        for (var i = starts.Count - 2; i >= 0; i--)
        {
            starts[i] = starts[i] with { Start = Math.Min(starts[i].Start, starts[i + 1].Start) };
        }

        (_terms, Epochs) = (starts.ToImmutable(), epochs);
        var ended = _terms.Zip(_terms.Skip(1), (term, next) =>
            new LogRun(term.Base + term.Start, term.Base + next.Start, term.Base + next.Start));
        Runs = new LogRuns([.. ended], _terms[^1].Base + _terms[^1].Start, areShared: true);
        Last = string.Join(' ', _terms.TakeLast(MaxTold).Select(term =>
            string.Create(CultureInfo.InvariantCulture, $"{term.Name} {term.Start}")));
    }

    internal LogEpochs Epochs { get; }

    /// <summary>What each term has given out and kept: its events after the next term's start are lost.</summary>
    internal LogRuns Runs { get; }

    internal string Current => _terms[^1].Name;

    /// <summary>The last terms, <c>term start</c>, with spaces between, for a server that may have lost them.</summary>
    internal string Last { get; }

    /// <summary>
    /// The last sequence that the store has kept of a term and those before it, and the one before the first of the next
    /// term: there may be several since.
    /// </summary>
    /// <param name="name">A term that is not the current one.</param>
    internal (long End, long Next) AfterTerm(string name)
    {
        var next = _terms[IndexOf(name) + 1];
        return (SequenceOf(next.Start), next.Base + next.Start);
    }

    /// <summary>
    /// A term that is not known here may have begun on a server that is taking the place of the one that was asked: it is
    /// newer, and a term is the time when it began. A store that has lost everything never knows it; so not for long.
    /// </summary>
    internal bool MayBeBefore(string term, DateTimeOffset now) =>
        long.TryParse(term, NumberStyles.None, CultureInfo.InvariantCulture, out var began) &&
        began > long.Parse(Current, CultureInfo.InvariantCulture) &&
        Math.Abs(now.ToUnixTimeMilliseconds() - began) < MaxTakeover;

    /// <summary>The current term began after this one. A store that is in that one has lost the current term.</summary>
    internal bool AreAheadOf(string term) =>
        long.Parse(Current, CultureInfo.InvariantCulture) > long.Parse(term, CultureInfo.InvariantCulture);

    /// <summary>The terms that a service begins with.</summary>
    /// <param name="stored">As the store has them, <c>term start</c>; not empty.</param>
    internal static RedisTerms First(IReadOnlyList<string> stored)
    {
        var (name, start) = Parse(stored[0]);
        return new RedisTerms([(name, start, 0)], LogEpochs.First(name)).And(stored.Skip(1));
    }

    /// <summary>
    /// The terms after a look at the store. The store may have lost the newest of these, and nobody has told it of them:
    /// then they end where the store went on. It is another one when it knows none, or had other events in their place.
    /// </summary>
    /// <param name="stored">As the store has them; not empty.</param>
    /// <param name="last">The last sequence that was given out so far.</param>
    internal RedisTerms Then(IReadOnlyList<string> stored, long last, out bool isReplaced)
    {
        (string Name, long Start)[] found = [.. stored.Select(Parse)];
        var (newest, at) = (_terms.Length, -1); // the newest that the store knows, and where it stands there
        while (at < 0 && newest > 0)
        {
            newest--;
            at = Array.FindIndex(found, term => term.Name == _terms[newest].Name);
        }

        isReplaced = at < 0 ||
            (newest < _terms.Length - 1 && !(at + 1 < found.Length && found[at + 1].Start <= _terms[newest + 1].Start));
        if (!isReplaced)
        {
            // The server had lost this term, when it now says that it began earlier.
            var terms = _terms.SetItem(newest, _terms[newest] with { Start = found[at].Start });
            return new RedisTerms(terms, Epochs).And(stored.Skip(at + 1));
        }

        var (name, start) = found[0];
        var epochs = Epochs.Then(name, last);
        return new RedisTerms([(name, start, epochs.CurrentBase)], epochs).And(stored.Skip(1));
    }

    /// <summary>The stream id of a sequence of this store: <c>term-number</c>.</summary>
    internal string IdOf(long sequence) => Epochs.PositionOf(sequence).ToString();

    /// <summary>The sequence of a number of the store.</summary>
    internal long SequenceOf(long number)
    {
        for (var i = _terms.Length - 1; i > 0; i--)
        {
            if (number > _terms[i].Start)
            {
                return _terms[i].Base + number;
            }
        }

        return _terms[0].Base + number;
    }

    /// <summary>The sequence of a stream id.</summary>
    /// <exception cref="LogCorruptException">It is none of this store.</exception>
    internal long SequenceOf(ReadOnlySpan<byte> id)
    {
        var dash = id.IndexOf((byte)'-');
        if (dash > 0 && Utf8Parser.TryParse(id[(dash + 1)..], out long number, out _))
        {
            for (var i = _terms.Length - 1; i >= 0; i--)
            {
                if (Ascii.Equals(id[..dash], _terms[i].Name))
                {
                    return _terms[i].Base + number;
                }
            }
        }

        throw new LogCorruptException("a stream id is of no term that the store knows");
    }

    /// <summary>The number of a sequence of this store.</summary>
    internal long NumberOf(long sequence) => Epochs.PositionOf(sequence).Sequence;

    private RedisTerms And(IEnumerable<string> stored)
    {
        var (terms, epochs) = (_terms.ToBuilder(), Epochs);
        foreach (var (name, start) in stored.Select(Parse))
        {
            epochs = epochs.Continue(name);
            terms.Add((name, start, epochs.CurrentBase));
        }

        return new RedisTerms(terms.ToImmutable(), epochs);
    }

    private int IndexOf(string name) => Enumerable.Range(0, _terms.Length).First(i => _terms[i].Name == name);

    private static (string Name, long Start) Parse(string stored) =>
        stored.Split(' ') is [var name, var start] &&
        long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (name, number)
            : throw new LogCorruptException($"'{stored}' is no term");
}
