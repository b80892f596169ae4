using System.Text.Json;
using LiveFeed.Access.Limits;
using LiveFeed.Clients;
using LiveFeed.Clients.Subscribing;
using LiveFeed.Events;
using LiveFeed.Publishing;
using LiveFeed.Refusals;

namespace LiveFeed.Streaming.WebSockets.Requests;

/// <summary>Reads a client's messages.</summary>
internal sealed class ClientRequestParser(LimitsOptions limits, TimeProvider time)
{
    private const string Types = "subscribe, unsubscribe, publish, join, leave, message, typing, signal, token, ping";

    /// <param name="json">Valid UTF-8.</param>
    internal ClientRequest Parse(ReadOnlySpan<byte> json)
    {
        var fields = RequestFields.Of(json, limits.JsonDepth);
        var request = fields.Refusal is null ? Read(ref fields) : null;
        return fields.Refusal is { } refusal ? new ClientRequest.Refused(fields.Id, refusal) : request!;
    }

    private ClientRequest? Read(ref RequestFields fields)
    {
        switch (fields.Type)
        {
            case "subscribe":
                return ReadSubscribe(ref fields);
            case "unsubscribe":
                fields.MayHave("topics");
                return new ClientRequest.Unsubscribe(fields.Id, fields.Patterns("topics", limits.TopicsPerClient));
            case "publish":
                return ReadPublish(ref fields);
            case "join" or "leave" or "message" or "typing" or "signal":
                return RoomRequestParser.Read(ref fields);
            case "token":
                return ReadToken(ref fields);
            case "ping":
                return new ClientRequest.Ping(fields.Id);
            default:
                fields.Refuse(RefusalKind.Invalid, "/type", $"must be one of {Types}");
                return null;
        }
    }

    private ClientRequest.Subscribe ReadSubscribe(ref RequestFields fields)
    {
        fields.MayHave("topics", "after", "last", "window", "batch");
        var topics = fields.Patterns("topics", limits.TopicsPerClient);
        var after = fields.Position("after");
        var last = fields.Number("last", 0, JoinRequest.MaxLast) ?? 0;
        var window = fields.Number("window", 0, (int)JoinRequest.MaxWindow.TotalMilliseconds);
        var addition = new SubscriptionAddition
        {
            Topics = [.. topics],
            After = after,
            Last = after is null ? last : 0,
            Request = fields.Id,
        };
        return new ClientRequest.Subscribe(
            fields.Id, addition, window is { } ms ? TimeSpan.FromMilliseconds(ms) : null, fields.Flag("batch"));
    }

    private static ClientRequest.Token? ReadToken(ref RequestFields fields)
    {
        fields.MayHave("token");
        if (fields.Text("token") is { Length: > 0 } token)
        {
            return new ClientRequest.Token(fields.Id, token);
        }

        fields.Refuse(RefusalKind.Invalid, "/token", "is required");
        return null;
    }

    private ClientRequest.Publish? ReadPublish(ref RequestFields fields)
    {
        var now = time.GetUtcNow();
        if (!fields.Raw("events", out var list))
        {
            return ReadOne(fields.Json, now, out var wrong) is { } e
                ? new ClientRequest.Publish(fields.Id, [e], IsArray: false)
                : Refuse(ref fields, wrong!);
        }

        fields.MayHave("events");
        if (list[0] != '[')
        {
            fields.Refuse(RefusalKind.Invalid, "/events", "must be an array of events");
            return null;
        }

        var events = EventBatchParser.Parse(list, idempotencyKey: null, limits, now, out var refusal);
        return events is not null
            ? new ClientRequest.Publish(fields.Id, events, IsArray: true)
            : Refuse(ref fields, refusal!);
    }

    // A well-formed message may still have too many levels for an event.
    private FeedEvent? ReadOne(ReadOnlySpan<byte> json, DateTimeOffset now, out Refusal? refusal)
    {
        var fields = new EventFields(limits.EventBytes);
        try
        {
            var reader = new Utf8JsonReader(json, EventParser.ReaderOptions(limits));
            reader.Read();
            EventParser.Read(ref reader, json, fields, isMessage: true);
        }
        catch (JsonException e)
        {
            refusal = UnreadableJson.RefusalOf("The message", json, limits, e);
            return null;
        }

        var read = fields.Build(now);
        refusal = read is null ? FieldError.Refuse(fields.Errors) : null;
        return read;
    }

    private static ClientRequest.Publish? Refuse(ref RequestFields fields, Refusal refusal)
    {
        fields.Refuse(refusal);
        return null;
    }
}
