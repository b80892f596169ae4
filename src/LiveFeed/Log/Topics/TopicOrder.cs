using LiveFeed.Events;

namespace LiveFeed.Log.Topics;

/// <summary>
/// A ledger's topics in the order of their names (ordinal). A search for a pattern walks over the topics that begin like
/// it. The holder of the log's lock changes it; any thread may walk over it meanwhile, without the lock. A walk finds
/// each topic that was there all the time exactly once. It may or may not find one that comes or goes meanwhile.
/// </summary>
internal sealed class TopicOrder
{
    // A new topic copies one part: some hundred references.
    private const int PartLength = 128;

    // No part is empty unless it is the only one. A part is never changed, only replaced. The outer array is replaced
    // when the number of parts changes.
    private LedgerEntry[][] _parts = [[]];

    internal void Add(LedgerEntry entry)
    {
        var name = NameOf(entry);
        var parts = _parts;
        var i = PartOf(parts, name);
        var part = parts[i];
        var at = IndexOf(part, name);
        LedgerEntry[] larger = [.. part.AsSpan(0, at), entry, .. part.AsSpan(at)];
        if (larger.Length <= PartLength)
        {
            Volatile.Write(ref parts[i], larger);
            return;
        }

        var half = larger.Length / 2;
        Volatile.Write(ref _parts, [.. parts.AsSpan(0, i), larger[..half], larger[half..], .. parts.AsSpan(i + 1)]);
    }

    internal void Remove(LedgerEntry entry)
    {
        var name = NameOf(entry);
        var parts = _parts;
        var i = PartOf(parts, name);
        var at = IndexOf(parts[i], name);
        LedgerEntry[] smaller = [.. parts[i].AsSpan(0, at), .. parts[i].AsSpan(at + 1)];
        if (i + 1 < parts.Length && smaller.Length + parts[i + 1].Length <= PartLength / 2)
        {
            LedgerEntry[] merged = [.. smaller, .. parts[i + 1]];
            Volatile.Write(ref _parts, [.. parts.AsSpan(0, i), merged, .. parts.AsSpan(i + 2)]);
        }
        else if (smaller.Length == 0 && parts.Length > 1)
        {
            Volatile.Write(ref _parts, [.. parts.AsSpan(0, i), .. parts.AsSpan(i + 1)]);
        }
        else
        {
            Volatile.Write(ref parts[i], smaller);
        }
    }

    /// <summary>
    /// By name, all topics that a pattern matches, and some others that begin like it. Any thread; the enumeration may
    /// pause for any time.
    /// </summary>
    internal IEnumerable<LedgerEntry> Near(TopicPattern pattern)
    {
        var start = LiteralStart(pattern);
        if (start.Length == 0)
        {
            return Between("", null);
        }

        // The topic that ends where the wildcards begin comes before those with more segments. Others may be between:
        // "a", "a!", "a/b". Those with more segments end before the character after the slash.
        var one = Between(start, start + '\0');
        return pattern.IsExact ? one : one.Concat(Between(start + '/', start + (char)('/' + 1)));
    }

    // The topics from one name on, up to but without the other.
    private IEnumerable<LedgerEntry> Between(string from, string? to)
    {
        var parts = Volatile.Read(ref _parts);
        var i = PartOf(parts, from);
        for (var first = true; i < parts.Length; i++, first = false)
        {
            var part = Volatile.Read(ref parts[i]);
            for (var at = first ? IndexOf(part, from) : 0; at < part.Length; at++)
            {
                if (to is not null && string.CompareOrdinal(NameOf(part[at]), to) >= 0)
                {
                    yield break;
                }

                yield return part[at];
            }
        }
    }

    // The segments before the first wildcard.
    private static string LiteralStart(TopicPattern pattern)
    {
        if (pattern.IsExact)
        {
            return pattern.Text;
        }

        var wildcard = pattern.Text.IndexOf('*', StringComparison.Ordinal);
        return wildcard == 0 ? "" : pattern.Text[..(wildcard - 1)];
    }

    // The index of the last part that begins at the name or before it; the first part when none does.
    private static int PartOf(LedgerEntry[][] parts, string name)
    {
        var (low, high) = (0, parts.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            var part = Volatile.Read(ref parts[middle]);
            (low, high) = string.CompareOrdinal(NameOf(part[0]), name) <= 0 ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    // The index of the first topic at the name or after it.
    private static int IndexOf(LedgerEntry[] part, string name)
    {
        var (low, high) = (0, part.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = string.CompareOrdinal(NameOf(part[middle]), name) < 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static string NameOf(LedgerEntry entry) => entry.Topic!.Value.Value;
}
