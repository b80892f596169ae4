using LiveFeed.Client.Frames;
using LiveFeed.Client.Http;
using LiveFeed.Client.Retrying;

namespace LiveFeed.Client.Following;

/// <summary>
/// What a stream follows, and the changes of it that are not complete. An addition is complete when
/// <c>livefeed.subscribed</c> has come. A connection that ends before has given a part of its back-fill; the next one is
/// asked for the rest. The service fills one addition after the other, in the order in which they were asked for. So an
/// event of a back-fill belongs to the first that is not complete. Any thread.
/// </summary>
internal sealed class TopicChanges(IEnumerable<string> topics)
{
    private readonly Lock _lock = new();
    private readonly List<string> _followed = [.. topics.Distinct()]; // guarded by _lock: complete
    private readonly List<TopicChange> _changes = []; // guarded by _lock: in the order in which they are asked for
    private Exception? _closed; // guarded by _lock
    private bool _isStarted; // guarded by _lock: the first connection has been asked for

    /// <summary>Set when there is a change to ask for.</summary>
    internal Signal Asked { get; } = new();

    /// <summary>
    /// What the next connection is opened with. Additions that are not complete are asked for once it is open.
    /// </summary>
    internal IReadOnlyList<string> BeginConnection()
    {
        lock (_lock)
        {
            _isStarted = true;
            foreach (var removal in _changes.Where(change => change.IsRemoval))
            {
                removal.Accepted.TrySetResult();
            }

            _changes.RemoveAll(change => change.IsRemoval);
            _changes.ForEach(addition => addition.IsAccepted = false);
            Asked.Set();
            return [.. _followed];
        }
    }

    internal Task SubscribeAsync(IEnumerable<string> topics, string? after)
    {
        lock (_lock)
        {
            var asked = _followed.Concat(_changes.Where(change => !change.IsRemoval).SelectMany(change => change.Topics));
            string[] added = [.. topics.Except(asked)];
            if (_closed is { } end)
            {
                return Task.FromException(end);
            }

            if (added.Length == 0)
            {
                return Task.CompletedTask;
            }

            if (!_isStarted && after is null)
            {
                _followed.AddRange(added);
                return Task.CompletedTask;
            }

            return Ask_NeedsLock(new TopicChange(added, isRemoval: false) { After = after });
        }
    }

    internal Task UnsubscribeAsync(IReadOnlyCollection<string> topics)
    {
        lock (_lock)
        {
            _followed.RemoveAll(topics.Contains);
            foreach (var addition in _changes.Where(change => !change.IsRemoval))
            {
                addition.Topics.RemoveAll(topics.Contains);
                if (addition.Topics.Count == 0)
                {
                    addition.Accepted.TrySetResult();
                }
            }

            _changes.RemoveAll(change => change.Topics.Count == 0);
            return _closed is { } end ? Task.FromException(end)
                : _isStarted && topics.Count > 0 ? Ask_NeedsLock(new TopicChange(topics, isRemoval: true))
                : Task.CompletedTask;
        }
    }

    /// <summary>The next change to ask the present connection for; null when there is none.</summary>
    /// <param name="position">The stream's: what an addition of no other begins at.</param>
    internal (TopicChange Change, TopicPatch Patch)? Next(string? position)
    {
        lock (_lock)
        {
            if (_changes.Find(one => !one.IsAccepted) is not { } change)
            {
                return null;
            }

            change.After ??= position;
            return (change, change.IsRemoval
                ? new TopicPatch(null, [.. change.Topics])
                : new TopicPatch([.. change.Topics.Select(topic => new AddedTopic(topic, change.After))], null));
        }
    }

    /// <summary>The service has taken a change.</summary>
    internal void Accept(TopicChange change)
    {
        lock (_lock)
        {
            change.IsAccepted = true;
            if (change.IsRemoval)
            {
                _changes.Remove(change);
            }
        }

        change.Accepted.TrySetResult();
    }

    /// <summary>
    /// The service has refused a change. True: who asked for it is told; else nobody waits for it any more.
    /// </summary>
    internal bool Refuse(TopicChange change, LiveFeedException refusal)
    {
        lock (_lock)
        {
            _changes.Remove(change);
        }

        return change.Accepted.TrySetException(refusal);
    }

    /// <summary>All that additions missed has come: those up to the last that has one of these topics.</summary>
    internal void Complete(IReadOnlyCollection<string> topics)
    {
        lock (_lock)
        {
            var last = _changes.FindIndex(change => !change.IsRemoval && change.Topics.Exists(topics.Contains));
            foreach (var addition in _changes.Take(last + 1).Where(change => !change.IsRemoval).ToArray())
            {
                _changes.Remove(addition);
                _followed.AddRange(addition.Topics);
                addition.Accepted.TrySetResult();
            }
        }
    }

    /// <summary>
    /// Takes an event whose position is not after the stream's, or that moves no position. False when it came before, or
    /// nothing is back-filled.
    /// </summary>
    internal bool TakeBackfill(string position)
    {
        lock (_lock)
        {
            if (_changes.Find(change => !change.IsRemoval) is not { } addition ||
                !LogPosition.IsAfter(position, addition.After))
            {
                return false;
            }

            addition.After = position;
            return true;
        }
    }

    /// <summary>No change is made any more.</summary>
    internal void Close(Exception why)
    {
        lock (_lock)
        {
            _closed ??= why;
            foreach (var change in _changes)
            {
                change.Accepted.TrySetException(why);
                _ = change.Accepted.Task.Exception; // observed, also when nobody waits for it
            }

            _changes.Clear();
        }
    }

    private Task Ask_NeedsLock(TopicChange change)
    {
        _changes.Add(change);
        Asked.Set();
        return change.Accepted.Task;
    }
}
