namespace LiveFeed.Bench.Load;

/// <summary>How far a client's stream has come.</summary>
internal enum StreamState
{
    Idle,
    Connecting,

    /// <summary>The request is sent, its answer has not come.</summary>
    Asking,

    Open,

    /// <summary>The answer was another than 200.</summary>
    Refused,

    /// <summary>The other side ended it.</summary>
    Ended,
}
