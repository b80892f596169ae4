namespace LiveFeed.Bench.Servers;

/// <summary>How a server takes events in messages of a WebSocket, and answers.</summary>
/// <param name="Path">Path and query of the WebSocket.</param>
/// <param name="One">The message that publishes one event. It is given the event's data, a JSON string.</param>
/// <param name="Many">
/// The message that publishes some events. It is given a JSON array of what <see cref="Event"/> makes.
/// </param>
/// <param name="Acknowledgement">How the answer to such a message begins.</param>
internal sealed record SocketPublishing(
    string Path, Func<string, string> One, Func<string, string> Many, string Acknowledgement)
{
    /// <summary>The first messages, sent with the handshake.</summary>
    internal string[] FirstMessages { get; init; } = [];

    /// <summary>Messages that are sent when the server has sent its first one.</summary>
    internal string[] Replies { get; init; } = [];

    /// <summary>An event of some, by its data.</summary>
    internal Func<string, string> Event { get; init; } = data => data;

    /// <summary>The message that publishes so many equal events.</summary>
    internal string Message(string data, int count) =>
        count == 1 ? One(data) : Many($"[{string.Join(',', Enumerable.Repeat(Event(data), count))}]");
}
