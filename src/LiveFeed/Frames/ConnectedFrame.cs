using LiveFeed.Events;

namespace LiveFeed.Frames;

/// <summary>The first frame of every stream.</summary>
/// <param name="clientId">The id that producers use to reach this client.</param>
/// <param name="position">The stream begins after this position.</param>
/// <param name="resumed">True when this is the position that the client asked for.</param>
internal sealed class ConnectedFrame(string clientId, Position position, bool resumed) : Frame(events: 0)
{
    internal string ClientId { get; } = clientId;

    /// <summary>The id by which other members of its rooms know this client.</summary>
    internal required string MemberId { get; init; }

    internal Position Position { get; } = position;

    internal bool Resumed { get; } = resumed;

    /// <summary>How long the client is to wait before it reconnects.</summary>
    internal required TimeSpan Retry { get; init; }

    /// <summary>The longest silence, after which the client may take the connection for dead.</summary>
    internal required TimeSpan Heartbeat { get; init; }
}
