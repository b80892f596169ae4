namespace LiveFeed.Frames;

/// <summary>Tells a client's transport that everything up to a sequence was queued before it. It is never sent.</summary>
internal sealed class SyncFrame(long through) : Frame(events: 0, last: through);
