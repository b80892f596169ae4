using LiveFeed.Frames;

namespace LiveFeed.Reading;

/// <summary>Events of the history, in order, read as they are written. For the query's own task.</summary>
internal interface IHistoryEvents
{
    /// <summary>What follows is after this sequence.</summary>
    long Next { get; }

    /// <summary>What is no longer there, of what came so far; null for nothing.</summary>
    GapFrame? Gap { get; }

    /// <summary>The next event, again until it is passed; null when there is none.</summary>
    ValueTask<EventFrame?> PeekAsync();

    /// <summary>The event that was looked at has been written.</summary>
    void Pass();

    /// <summary>Holds nothing until the next look, which reads again.</summary>
    void LetGo();
}
