namespace LiveFeed.Streaming.WebSockets.Framing;

/// <summary>Why a connection is closed: a code (RFC 6455, section 7.4) and words for whoever debugs it.</summary>
/// <param name="Code">For programs.</param>
/// <param name="Reason">Max 123 bytes of ASCII.</param>
internal readonly record struct WebSocketClose(int Code, string Reason = "")
{
    internal const int GoingAway = 1001;
    internal const int ProtocolError = 1002;
    internal const int NoCode = 1005; // stands for a frame without a code; never sent
    internal const int NotText = 1007;
    internal const int Policy = 1008;
    internal const int TooBig = 1009;
    internal const int Fault = 1011;
    internal const int Restart = 1012;
    internal const int TryAgainLater = 1013;

    // Of LiveFeed.
    internal const int Unauthorized = 4401;
    internal const int Forbidden = 4403;
    internal const int Stalled = 4408;
    internal const int TooMuch = 4409;

    /// <summary>Codes that a client may send: the others are reserved, or never appear in a frame.</summary>
    internal static bool IsValid(int code) =>
        code is (>= 1000 and <= 1003) or (>= 1007 and <= 1014) or (>= 3000 and <= 4999);
}
