using LiveFeed.Streaming.SocketIo.Feed;
using LiveFeed.Streaming.SocketIo.Handlers;

namespace LiveFeed.Streaming.SocketIo;

/// <summary>A namespace to which clients may connect.</summary>
/// <param name="Feed">How its clients are in the feed.</param>
/// <param name="Handlers">What the application does there; null when it does nothing.</param>
internal sealed record ServedNamespace(FeedNamespace Feed, SocketIoNamespace? Handlers);
