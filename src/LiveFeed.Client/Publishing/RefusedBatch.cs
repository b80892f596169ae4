using System.Globalization;
using LiveFeed.Client.Telemetry;

namespace LiveFeed.Client.Publishing;

/// <summary>
/// Finds the events for which a batch was refused. Nothing of it was stored. They fail, and the others are sent again.
/// </summary>
internal static class RefusedBatch
{
    /// <returns>The parts that are still to be sent, in order.</returns>
    internal static IReadOnlyList<PendingEvent>[] Split(IReadOnlyList<PendingEvent> part, LiveFeedRefusedException refusal)
    {
        var named = refusal.Errors.Keys.Select(IndexOf).Where(index => index >= 0 && index < part.Count).ToHashSet();
        if (named.Count == 1)
        {
            var index = named.Single();
            Fail(part[index], refusal.OfElement(index));
            PendingEvent[] others = [.. part.Where((_, other) => other != index)];
            return others.Length == 0 ? [] : [others];
        }

        if (named.Count > 1)
        {
            return Alone(part, named); // the status is that of one of them
        }

        // The answer names no event: it may be the size of the batch, or one event that cannot be read.
        if (part.Count > 1 && refusal.Status is 400 or 409 or 413 or 422)
        {
            var half = part.Count / 2;
            return [[.. part.Take(half)], [.. part.Skip(half)]];
        }

        foreach (var e in part)
        {
            Fail(e, refusal);
        }

        return [];
    }

    // Each of the named in a request of its own, and those between them together.
    private static IReadOnlyList<PendingEvent>[] Alone(IReadOnlyList<PendingEvent> part, HashSet<int> named)
    {
        var parts = new List<IReadOnlyList<PendingEvent>>();
        var between = new List<PendingEvent>();
        for (var index = 0; index <= part.Count; index++)
        {
            if (index < part.Count && !named.Contains(index))
            {
                between.Add(part[index]);
                continue;
            }

            if (between.Count > 0)
            {
                parts.Add(between);
                between = [];
            }

            if (index < part.Count)
            {
                parts.Add([part[index]]);
            }
        }

        return [.. parts];
    }

    private static void Fail(PendingEvent e, LiveFeedRefusedException why)
    {
        if (e.Fail(why))
        {
            ClientTelemetry.Refused(1);
        }
    }

    // Of a pointer /3/topic: 3. Below 0 when it points to no event.
    private static int IndexOf(string pointer)
    {
        var end = pointer.IndexOf('/', Math.Min(1, pointer.Length));
        return pointer.StartsWith('/') &&
            int.TryParse(pointer.AsSpan(1..(end < 0 ? pointer.Length : end)), NumberStyles.None,
                CultureInfo.InvariantCulture, out var index)
            ? index
            : -1;
    }
}
