using System.Net;
using LiveFeed.Access.Authorization;

namespace LiveFeed.Streaming.SocketIo.Engine;

/// <summary>What is kept of the request that began a connection. The request itself is gone when a client polls.</summary>
/// <param name="Address">The client's; null on a Unix socket.</param>
/// <param name="Caller">
/// Who it is by the credentials of that request (header, query or cookie). Bad credentials give a refused caller: the
/// handshake itself needs none.
/// </param>
internal sealed record EngineOrigin(IPAddress? Address, Caller Caller);
