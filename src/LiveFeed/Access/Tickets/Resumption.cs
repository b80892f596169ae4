using System.Collections.Immutable;
using System.IO.Hashing;
using System.Text;
using LiveFeed.Clients;
using LiveFeed.Events;

namespace LiveFeed.Access.Tickets;

/// <summary>
/// The stream that a request with a ticket wants, and the position that it resumes after. Only the client itself knows the
/// last position that its stream was told: a copy of the address does not have it.
/// </summary>
/// <param name="After">Null without one.</param>
/// <param name="IsInAddress">It stands in the address, which may be the copy of an earlier one.</param>
/// <param name="Topics">What the request asks to follow, in any order.</param>
internal readonly record struct Resumption(
    Position? After, bool IsInAddress = false, ImmutableArray<TopicPattern> Topics = default)
{
    /// <summary>The request comes from the client of this stream, which has lost its connection.</summary>
    internal bool IsOf(FeedClient client) =>
        After is { } after && client.WasTold(after) && !(IsInAddress && after == client.Start.Position);

    /// <summary>
    /// The same for the same topics. Rights are asked for apart from it, so a hash that somebody could forge is enough.
    /// </summary>
    internal UInt128 HashOfTopics()
    {
        if (Topics.IsDefaultOrEmpty)
        {
            return 0;
        }

        var hash = new XxHash128();
        foreach (var topic in Topics.Select(topic => topic.Text).Distinct().Order(StringComparer.Ordinal))
        {
            hash.Append(Encoding.UTF8.GetBytes(topic));
            hash.Append("\n"u8);
        }

        return hash.GetCurrentHashAsUInt128();
    }
}
