namespace LiveFeed.Settings;

/// <summary>Suggests a known name for a mistyped one.</summary>
internal static class SpellingSuggestion
{
    /// <summary>
    /// The nearest known name, if max about a third of its letters are wrong. Two of five are allowed, because letters often
    /// change places.
    /// </summary>
    internal static string? Of(string name, IEnumerable<string> known) =>
        known.Select(one => (Name: one, Distance: Distance(name, one)))
            .Where(one => one.Distance <= (one.Name.Length + 1) / 3)
            .OrderBy(one => one.Distance)
            .Select(one => one.Name)
            .FirstOrDefault();

    // The Levenshtein distance: letters to insert, remove or change. Computed row by row of the matrix.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + cost));
            }
        }

        return row[^1];
    }
}
