using System.Text.Json;

namespace LiveFeed.Streaming.SocketIo;

/// <summary>What a client gave when it asked for a namespace.</summary>
internal sealed record ConnectAuth
{
    /// <summary>A token or an API key; null without one.</summary>
    internal string? Token { get; private init; }

    /// <summary>Its token is no text.</summary>
    internal bool HasBadToken { get; private init; }

    /// <summary>The secret of the state that it wants back, and the last position that it was told.</summary>
    internal (string Pid, string Offset)? Recovers { get; private init; }

    /// <param name="json">A well-formed object, or nothing.</param>
    internal static ConnectAuth Read(ReadOnlyMemory<byte> json)
    {
        if (json.IsEmpty)
        {
            return new ConnectAuth();
        }

        using var auth = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = int.MaxValue });
        var has = auth.RootElement.TryGetProperty("token", out var token) && token.ValueKind != JsonValueKind.Null;
        var text = has ? Text(token) : null;
        return new ConnectAuth
        {
            Token = text,
            HasBadToken = has && text is null,
            Recovers = auth.RootElement.TryGetProperty("pid", out var pid) && Text(pid) is { } secret &&
                auth.RootElement.TryGetProperty("offset", out var offset) && Text(offset) is { } position
                ? (secret, position)
                : null,
        };
    }

    /// <summary>The same for a handler; an empty object when nothing was given.</summary>
    internal static JsonElement ElementOf(ReadOnlyMemory<byte> json)
    {
        using var auth = JsonDocument.Parse(
            json.IsEmpty ? "{}"u8.ToArray() : json, new JsonDocumentOptions { MaxDepth = int.MaxValue });
        return auth.RootElement.Clone();
    }

    private static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null; // half a character
        }
    }
}
