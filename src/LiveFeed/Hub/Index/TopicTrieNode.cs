using LiveFeed.Clients;
using LiveFeed.Events;

namespace LiveFeed.Hub.Index;

/// <summary>
/// One segment in the tree of patterns with wildcards. The search for a topic takes max two branches a segment (its own and
/// <c>*</c>), however many patterns there are. Guarded by its index's lock.
/// </summary>
internal sealed class TopicTrieNode
{
    private readonly Dictionary<string, TopicTrieNode> _children = []; // "*" among them
    private ClientSet? _here; // of patterns that end here
    private ClientSet? _rest; // of patterns that end here with "**"

    private bool IsEmpty => _children.Count == 0 && _here is null && _rest is null;

    internal void Add(ReadOnlySpan<string> segments, FeedClient client)
    {
        switch (segments)
        {
            case []:
                (_here ??= new ClientSet()).Add(client);
                break;
            case [TopicPattern.AnyRest]:
                (_rest ??= new ClientSet()).Add(client);
                break;
            default:
                if (!_children.TryGetValue(segments[0], out var child))
                {
                    _children[segments[0]] = child = new TopicTrieNode();
                }

                child.Add(segments[1..], client);
                break;
        }
    }

    /// <summary>Undoes an <see cref="Add"/>, and removes nodes that nobody needs any more.</summary>
    internal void Remove(ReadOnlySpan<string> segments, FeedClient client)
    {
        switch (segments)
        {
            case []:
                _here = _here!.Remove(client) ? null : _here;
                break;
            case [TopicPattern.AnyRest]:
                _rest = _rest!.Remove(client) ? null : _rest;
                break;
            default:
                var child = _children[segments[0]];
                child.Remove(segments[1..], client);
                if (child.IsEmpty)
                {
                    _children.Remove(segments[0]);
                }

                break;
        }
    }

    /// <summary>Adds the sets whose pattern matches the rest of a topic.</summary>
    /// <param name="rest">The topic from this node's segment on.</param>
    /// <param name="ended">The topic has no more segments (an empty one, as in <c>a//b</c>, is still one).</param>
    /// <param name="found">Gets the sets.</param>
    internal void Collect(ReadOnlySpan<char> rest, bool ended, List<ClientSet> found)
    {
        if (_rest is not null)
        {
            found.Add(_rest);
        }

        if (ended)
        {
            if (_here is not null)
            {
                found.Add(_here);
            }

            return;
        }

        if (_children.Count == 0)
        {
            return;
        }

        var slash = rest.IndexOf('/');
        var segment = slash < 0 ? rest : rest[..slash];
        var next = slash < 0 ? default : rest[(slash + 1)..];
        if (_children.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(segment, out var child))
        {
            child.Collect(next, slash < 0, found);
        }

        if (_children.TryGetValue(TopicPattern.OneSegment, out var any))
        {
            any.Collect(next, slash < 0, found);
        }
    }
}
