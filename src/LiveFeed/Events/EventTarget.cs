namespace LiveFeed.Events;

/// <summary>To whom an event goes instead of to everyone who follows its topic: exactly one of the two is set.</summary>
internal sealed record EventTarget
{
    /// <summary>What this object takes of memory, without its text.</summary>
    internal const int ObjectBytes = 32;

    /// <summary>No client has this id: what the log keeps, and sends to no one.</summary>
    internal static EventTarget Nobody { get; } = new() { Client = "m-" };

    /// <summary>One connection, by the id the server gave it.</summary>
    internal string? Client { get; init; }

    /// <summary>Every connection of one user.</summary>
    internal string? User { get; init; }
}
