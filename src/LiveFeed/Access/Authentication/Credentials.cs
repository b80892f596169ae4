namespace LiveFeed.Access.Authentication;

/// <summary>
/// What somebody says to prove who it is, by whatever protocol: a header of a request, a message of a WebSocket, a password.
/// </summary>
/// <param name="Text">A token or an API key.</param>
/// <param name="IsKey">It came where only API keys come, and is no token.</param>
internal readonly record struct Credentials(string Text, bool IsKey = false)
{
    /// <summary>Nothing that logs or shows it may tell.</summary>
    public override string ToString() => "***";
}
