using System.Collections.Immutable;
using LiveFeed.Events;
using LiveFeed.Refusals;

namespace LiveFeed.Publishing;

/// <summary>Collects the fields of an event from any source, checks each, and makes the event.</summary>
internal sealed class EventFields(int maxDataBytes)
{
    internal const int MaxNameLength = 128;
    internal const int MaxKeyLength = 512;
    internal const int MaxIdLength = 256;
    internal const int MaxExcept = 100;

    /// <summary>The error for an unknown member.</summary>
    internal const string NoMember =
        "is not a member of an event. Members: topic, event, data, key, id, time, to, except, ephemeral";

    // Enough to act on. A full list of errors could be many times the size of the event.
    private const int MaxErrors = 20;

    private List<FieldError>? _errors; // an event without errors allocates none
    private TopicName? _topic;
    private string _name = FeedEvent.DefaultName;
    private EventData? _data;
    private string? _key;
    private string? _id;
    private EventTarget? _to;
    private DateTimeOffset? _occurredAt;
    private ImmutableArray<string> _except = [];

    internal IReadOnlyList<FieldError> Errors => _errors ?? [];

    internal bool Ephemeral { get; set; }

    /// <summary>The refusal of an event with too many bytes of data.</summary>
    internal static Refusal TooLarge(int bytes, int most) =>
        Refusal.At(RefusalKind.TooLarge, "/data", TooLargeMessage(bytes, most));

    /// <summary>Notes an error, up to the max number.</summary>
    internal void Fail(string pointer, string message, bool tooLarge = false)
    {
        _errors ??= [];
        if (_errors.Count < MaxErrors)
        {
            _errors.Add(new FieldError(pointer, message, tooLarge));
        }
    }

    internal void SetTopic(string text)
    {
        if (TopicName.TryParse(text, out var topic, out var error))
        {
            _topic = topic;
        }
        else
        {
            Fail("/topic", error);
        }
    }

    internal void SetName(string name)
    {
        if (name.StartsWith(FeedEvent.ReservedNamePrefix, StringComparison.Ordinal))
        {
            Fail("/event", $"must not begin with '{FeedEvent.ReservedNamePrefix}': these names are the server's own");
        }

        _name = Checked("/event", name, MaxNameLength);
    }

    internal void SetKey(string key) => _key = Checked("/key", key, MaxKeyLength);

    internal void SetId(string id)
    {
        if (_id is not null && _id != id)
        {
            Fail("/id", "differs from the Idempotency-Key header");
        }

        _id = Checked("/id", id, MaxIdLength);
    }

    /// <param name="time">When it happened, as in RFC 3339.</param>
    internal void SetTime(string time)
    {
        if (EventTime.TryParse(time, out var instant, out var error))
        {
            _occurredAt = instant;
        }
        else
        {
            Fail("/time", error);
        }
    }

    internal void SetTo(string? client, string? user)
    {
        if ((client is null) == (user is null))
        {
            Fail("/to", "must have exactly one of client and user");
            return;
        }

        _to = new EventTarget
        {
            Client = client is null ? null : Checked("/to/client", client, MaxIdLength),
            User = user is null ? null : Checked("/to/user", user, MaxIdLength),
        };
    }

    /// <param name="clients">Max <see cref="MaxExcept"/>.</param>
    internal void SetExcept(IReadOnlyList<string> clients)
    {
        _except = [.. clients.Select((client, i) => Checked($"/except/{i}", client, MaxIdLength))];
    }

    internal void SetData(EventData data)
    {
        if (data.Utf8.Length > maxDataBytes)
        {
            Fail("/data", TooLargeMessage(data.Utf8.Length, maxDataBytes), tooLarge: true);
        }

        _data = data;
    }

    /// <summary>The event, or null when there are <see cref="Errors"/>.</summary>
    /// <param name="received">Now.</param>
    internal FeedEvent? Build(DateTimeOffset received)
    {
        if (_data is null && _errors is null)
        {
            Fail("/data", "is required: any JSON value, null included");
        }

        return _errors is not null ? null : new FeedEvent
        {
            Topic = _topic,
            Name = _name,
            Data = _data!.Value,
            Key = _key,
            Id = _id,
            To = _to,
            Except = _except,
            Ephemeral = Ephemeral,
            Time = received,
            OccurredAt = _occurredAt,
        };
    }

    private static string TooLargeMessage(int bytes, int most) =>
        $"may have at most {most} bytes (LiveFeed:Limits:EventBytes), not {bytes}";

    private string Checked(string pointer, string text, int maxLength)
    {
        if (text.Length == 0 || text.Length > maxLength)
        {
            Fail(pointer, $"must have 1 to {maxLength} characters, not {text.Length}");
        }
        else if (text.Any(char.IsControl))
        {
            Fail(pointer, "must have no control character");
        }

        return text;
    }
}
