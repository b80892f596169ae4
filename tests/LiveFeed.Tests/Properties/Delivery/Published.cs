using LiveFeed.Events;

namespace LiveFeed.Tests.Properties.Delivery;

/// <summary>An event that was published. Its number is its data, so that it is known again wherever it arrives.</summary>
/// <param name="Number">From 0, in the order in which they were published.</param>
/// <param name="Event">What was published.</param>
/// <param name="Sequence">Its place in the log; null for an ephemeral one.</param>
/// <param name="Before">The log's last sequence when it was published.</param>
/// <param name="Joined">How many clients had ever joined by then.</param>
internal sealed record Published(int Number, FeedEvent Event, long? Sequence, long Before, long Joined);
