using System.Collections.Immutable;
using LiveFeed.Clients;
using LiveFeed.Events;

namespace LiveFeed.Hub.Index;

/// <summary>
/// Finds who follows a topic without looking at other clients, topics or patterns: exact topics by a dictionary, patterns by
/// a tree of segments. Any thread.
/// </summary>
internal sealed class TopicIndex
{
    [ThreadStatic]
    private static List<ClientSet>? _found; // used only within a count: very many topics may be counted, one by one

    private readonly Lock _lock = new();
    private readonly Dictionary<string, ClientSet> _exact = []; // guarded by _lock, as the tree
    private readonly TopicTrieNode _patterns = new();

    /// <summary>
    /// An exact topic got its first follower here, or lost its last. Raised after the change, on the thread that made it;
    /// two changes may be told in any order. Handlers must not block or throw.
    /// </summary>
    internal event Action<string>? ExactChanged;

    internal void Add(FeedClient client, ImmutableArray<TopicPattern> topics)
    {
        List<string>? changed = null; // none for most clients
        lock (_lock)
        {
            foreach (var pattern in topics)
            {
                if (!pattern.IsExact)
                {
                    _patterns.Add(pattern.Segments, client);
                    continue;
                }

                if (!_exact.TryGetValue(pattern.Text, out var set))
                {
                    _exact[pattern.Text] = set = new ClientSet();
                    (changed ??= []).Add(pattern.Text);
                }

                set.Add(client);
            }
        }

        Tell(changed);
    }

    internal void Remove(FeedClient client, ImmutableArray<TopicPattern> topics)
    {
        List<string>? changed = null;
        lock (_lock)
        {
            foreach (var pattern in topics)
            {
                if (!pattern.IsExact)
                {
                    _patterns.Remove(pattern.Segments, client);
                }
                else if (_exact[pattern.Text].Remove(client))
                {
                    _exact.Remove(pattern.Text);
                    (changed ??= []).Add(pattern.Text);
                }
            }
        }

        Tell(changed);
    }

    /// <summary>Whether a client follows a topic by its name, and not by a pattern.</summary>
    internal bool IsFollowedExactly(string topic)
    {
        lock (_lock)
        {
            return _exact.ContainsKey(topic);
        }
    }

    /// <summary>
    /// Adds the sets of clients that follow a topic. A client with several matching patterns is in several.
    /// </summary>
    internal void Collect(TopicName topic, List<ClientSet> found)
    {
        lock (_lock)
        {
            if (_exact.TryGetValue(topic.Value, out var set))
            {
                found.Add(set);
            }

            _patterns.Collect(topic.Value, ended: false, found);
        }
    }

    /// <summary>How many clients follow a topic.</summary>
    internal int CountFollowers(TopicName topic)
    {
        var found = _found ??= [];
        Collect(topic, found);
        var count = found switch
        {
            [] => 0,
            [var only] => only.Count,
            _ => found.SelectMany(set => set.Snapshot()).Distinct().Count(),
        };
        found.Clear();
        return count;
    }

    private void Tell(List<string>? changed)
    {
        if (changed is not null && ExactChanged is { } handler)
        {
            changed.ForEach(handler);
        }
    }
}
