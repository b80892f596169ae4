using LiveFeed.Frames;

namespace LiveFeed.Reading;

/// <summary>Events of the history, in order, read as they are written. For the query's own task.</summary>
internal interface IHistoryEvents
{
    /// <summary>Later events are after this sequence.</summary>
    long Next { get; }

    /// <summary>Events that are missing before or among the events so far; null when none is.</summary>
    GapFrame? Gap { get; }

    /// <summary>The next event; the same until <see cref="Pass"/>. Null when there is none.</summary>
    ValueTask<EventFrame?> PeekAsync();

    /// <summary>Goes on after the event that was written.</summary>
    void Pass();

    /// <summary>Releases all memory. The next <see cref="PeekAsync"/> reads again.</summary>
    void LetGo();
}
