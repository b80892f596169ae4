using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Properties;

/// <summary>A client that reads the log now and then, and everything that it was given and told.</summary>
internal sealed class LossReader(long position)
{
    private static readonly Subscription All = TestEvents.Following("**");
    private readonly HashSet<int> _owed = [];

    internal long Position { get; private set; } = position;

    internal HashSet<int> Received { get; } = [];

    /// <summary>Acknowledged since it joined, and neither received nor told as lost.</summary>
    internal IReadOnlySet<int> Owed => _owed;

    internal void Owe(int number) => _owed.Add(number);

    /// <summary>Its position is from before these: nothing in the files tells that they ever were.</summary>
    internal void Excuse(IEnumerable<int> numbers) => _owed.ExceptWith(numbers);

    /// <summary>Reads to the end and returns what it was told is lost.</summary>
    internal async Task<IReadOnlyList<LogGap>> ReadAsync(IEventLog log)
    {
        var gaps = new List<LogGap>();
        for (var atEnd = false; !atEnd;)
        {
            var page = await log.ReadAsync(Position, All, limit: 3, conflate: false, CancellationToken.None);
            if (page.Gap is { } gap)
            {
                Assert.Equal((Position, GapReason.Lost), (gap.After, gap.Reason));
                Assert.True(page.Through >= gap.Before - 1);
                gaps.Add(gap);
            }

            foreach (var number in page.Frames.Numbers())
            {
                Assert.True(Received.Add(number), $"{number} came twice");
                _owed.Remove(number);
            }

            (Position, atEnd) = (page.Through, page.ReachedEnd);
        }

        return gaps;
    }
}
