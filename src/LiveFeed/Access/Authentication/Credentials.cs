namespace LiveFeed.Access.Authentication;

/// <summary>
/// What a client sends to prove who it is, in any protocol: a request header, a WebSocket message, a password.
/// </summary>
/// <param name="Text">A token, an API key or a ticket.</param>
/// <param name="IsKey">It came where only API keys come, so it is no token.</param>
/// <param name="IsTicket">It came where only tickets come, so it is neither.</param>
internal readonly record struct Credentials(string Text, bool IsKey = false, bool IsTicket = false)
{
    /// <summary>Logs and messages must not show the credentials.</summary>
    public override string ToString() => "***";
}
