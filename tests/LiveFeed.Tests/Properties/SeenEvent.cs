namespace LiveFeed.Tests.Properties;

/// <summary>What one block of a stream is to a browser: the last event id after it, and the event.</summary>
internal sealed record SeenEvent(string LastEventId, string Name, string Data)
{
    /// <summary>No event's name: a block without data dispatches nothing, it only moves the last event id.</summary>
    internal const string Nothing = "";
}
