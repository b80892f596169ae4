using LiveFeed.Access.Limits;
using LiveFeed.Bodies;
using LiveFeed.Streaming.SocketIo.Feed;
using LiveFeed.Streaming.SocketIo.Packets;
using LiveFeed.Streaming.SocketIo.Recovery;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Streaming.SocketIo;

/// <summary>What every connection uses.</summary>
internal sealed record SocketIoServices(
    ClientServer Server,
    FeedServices Feed,
    ServedNamespaces Namespaces,
    SocketRecovery Recovery,
    ConnectDeadlines Deadlines,
    BodyReader Bodies,
    ConnectionLimiter Admission,
    SocketIoOptions Options,
    ILogger<SocketIoApplication> Logger)
{
    /// <summary>As <see cref="BodyReader.NewHold"/>, once for all connections.</summary>
    internal Func<BodyMemory> NewHold { get; } = Bodies.NewHold;

    internal PacketLimits Limits { get; } =
        new(Options.Attachments, Options.PacketBytes, Feed.Limits.JsonDepth);
}
