using LiveFeed.Frames;

namespace LiveFeed.Clients.Direct;

/// <summary>How the hub writes to a connection past its pump.</summary>
/// <param name="Connection">Takes the bytes.</param>
/// <param name="Encoder">Makes them.</param>
internal readonly record struct DirectWrite(IDirectConnection Connection, FrameEncoder Encoder);
