using LiveFeed.Client.Frames;

namespace LiveFeed.Client.Following;

/// <summary>
/// How far a stream has come, over all its connections. The reader's task writes; any thread reads position, client and
/// state.
/// </summary>
internal sealed class StreamProgress(string? after)
{
    private string? _position = string.IsNullOrEmpty(after) ? null : after; // by Volatile
    private string? _clientId; // by Volatile
    private int _state; // by Volatile
    private LiveGap? _toldGap;

    /// <summary>All before it was given to the reader; the next connection goes on after it.</summary>
    internal string? Position
    {
        get => Volatile.Read(ref _position);
        set => Volatile.Write(ref _position, value);
    }

    internal string? ClientId
    {
        get => Volatile.Read(ref _clientId);
        set => Volatile.Write(ref _clientId, value);
    }

    internal StreamState State
    {
        get => (StreamState)Volatile.Read(ref _state);
        set => Volatile.Write(ref _state, (int)value);
    }

    /// <summary>
    /// A connection goes on from here. The position of another log is not taken before that log's first event: if the
    /// connection broke before the gap between the two was told, the next one would not tell it.
    /// </summary>
    internal void Begin(string? position)
    {
        if (LogPosition.IsOne(position) && (Position is not { } had || LogPosition.Compare(position!, had) is not null))
        {
            Position = position;
        }
    }

    /// <summary>
    /// A quiet stream, or an addition that is complete, is told a position. It never goes back, nor to another log.
    /// </summary>
    internal void MoveTo(string? position)
    {
        if (LogPosition.IsOne(position) && (Position is not { } had || LogPosition.Compare(position!, had) > 0))
        {
            Position = position;
        }
    }

    /// <summary>False for a gap that was told already: each connection repeats it until an event has come.</summary>
    internal bool IsNews(LiveGap gap)
    {
        var isNews = gap != _toldGap;
        _toldGap = gap;
        return isNews;
    }
}
