namespace LiveFeed.Streaming.SocketIo.Engine;

/// <summary>What client and application send each other.</summary>
/// <param name="Bytes">UTF-8 for a text. Of a received message, valid only during the call.</param>
/// <param name="IsBinary">False for a text.</param>
internal readonly record struct EngineMessage(ReadOnlyMemory<byte> Bytes, bool IsBinary);
