using System.Globalization;
using LiveFeed.Events;
using LiveFeed.Events.Rooms;
using LiveFeed.Log.Redis.Members;
using StackExchange.Redis;

namespace LiveFeed.Log.Redis.Appending;

/// <summary>
/// A producer's events as the script that appends takes them. An id that the batch has twice is sent once.
/// </summary>
internal sealed class RedisBatch
{
    private readonly IReadOnlyList<FeedEvent> _events;
    private readonly List<int> _sent = []; // indices of the events that the script gets
    private readonly int[] _first; // of each event, the index of the first with its id; mostly its own
    private readonly string[] _claims; // of each event, the number of the stored one that says the same
    private readonly ReadOnlyMemory<byte>[] _entries;

    /// <exception cref="IdempotencyConflictException">Two events have one id and differ.</exception>
    internal RedisBatch(IReadOnlyList<FeedEvent> events)
    {
        _events = events;
        _first = new int[events.Count];
        _claims = new string[events.Count];
        _entries = new ReadOnlyMemory<byte>[events.Count];
        Dictionary<string, int>? seen = null;
        for (var i = 0; i < events.Count; i++)
        {
            (_first[i], _claims[i]) = (i, "");
            if (events[i].Id is { } id && !(seen ??= []).TryAdd(id, i))
            {
                _first[i] = events[seen[id]].SaysTheSameAs(events[i])
                    ? seen[id]
                    : throw new IdempotencyConflictException(i, id);
                continue;
            }

            _sent.Add(i);
            _entries[i] = StoredEvent.Write(events[i]);
            Bytes += _entries[i].Length;
        }
    }

    internal int Count => _sent.Count;

    internal long Bytes { get; }

    /// <summary>Adds what the script takes.</summary>
    /// <param name="arguments">The script's.</param>
    /// <param name="streamOf">The stream of a topic's events.</param>
    internal void AddTo(List<RedisValue> arguments, Func<TopicName?, string> streamOf)
    {
        const int Short = 4; // fields of an event that is neither known nor a join or leave
        const int Long = 8;
        var isLong = _sent.Exists(i => _claims[i].Length > 0 || MembershipChange.Read(_events[i]) is not null);
        arguments.Add(_sent.Count);
        arguments.Add(isLong ? Long : Short);
        foreach (var i in _sent)
        {
            arguments.Add(streamOf(_events[i].Topic));
            arguments.Add(_events[i].Topic?.Value ?? "");
            arguments.Add(_events[i].Id ?? "");
            arguments.Add(_entries[i]);
            if (isLong)
            {
                var change = MembershipChange.Read(_events[i]);
                arguments.Add(_claims[i]);
                arguments.Add(change?.Of.Room ?? "");
                arguments.Add(change?.Of.UserId ?? "");
                arguments.Add(change is { } of ? StoredMember.Write(of) : "");
            }
        }
    }

    /// <summary>An event whose id is stored: does it say the same?</summary>
    /// <param name="sent">Its index among those that the script got.</param>
    /// <param name="number">The stored event's number.</param>
    /// <param name="stored">The stored event.</param>
    /// <exception cref="IdempotencyConflictException">It does not.</exception>
    internal void Claim(int sent, long number, FeedEvent stored)
    {
        var i = _sent[sent];
        _claims[i] = stored.SaysTheSameAs(_events[i])
            ? number.ToString(CultureInfo.InvariantCulture)
            : throw new IdempotencyConflictException(i, _events[i].Id!);
    }

    /// <summary>Events that it had found in the store are gone from there.</summary>
    internal void ForgetClaims() => Array.Fill(_claims, "");

    /// <summary>The receipts of all events.</summary>
    /// <param name="term">The term of the new events.</param>
    /// <param name="number">The number before the first new event.</param>
    /// <param name="positionOf">The position of a stored event's number.</param>
    internal Receipt[] Receipts(string term, long number, Func<long, Position> positionOf)
    {
        var receipts = new Receipt[_events.Count];
        for (var i = 0; i < receipts.Length; i++)
        {
            receipts[i] =
                _first[i] != i ? receipts[_first[i]] with { Duplicate = true }
                : _claims[i].Length == 0 ? new Receipt(new Position(term, ++number), Duplicate: false)
                : new Receipt(positionOf(long.Parse(_claims[i], CultureInfo.InvariantCulture)), Duplicate: true);
        }

        return receipts;
    }
}
