using LiveFeed.Client.Http;

namespace LiveFeed.Client.Frames;

/// <summary>One frame of a stream, by its meaning. One of the two is not null, or neither when it cannot be read.</summary>
/// <param name="Event">An event.</param>
/// <param name="Notice">What the service itself says, under the frame's name.</param>
internal readonly record struct FeedFrame(LiveEvent? Event, NoticeBody? Notice);
