namespace LiveFeed.Streaming.SocketIo.Engine.Requests;

/// <summary>The body of a refusal.</summary>
internal sealed record EngineError(int Code, string Message);
