namespace LiveFeed.Access.Authentication;

/// <summary>
/// What a client sends to prove who it is, in any protocol: a request header, a WebSocket message, a password.
/// </summary>
/// <param name="Text">A token or an API key.</param>
/// <param name="IsKey">It came where only API keys come, so it is no token.</param>
internal readonly record struct Credentials(string Text, bool IsKey = false)
{
    /// <summary>Logs and messages must not show the credentials.</summary>
    public override string ToString() => "***";
}
