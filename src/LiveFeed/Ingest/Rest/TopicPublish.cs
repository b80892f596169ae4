using System.Text.Json;
using LiveFeed.Access.Limits;
using LiveFeed.Bodies;
using LiveFeed.Events;
using LiveFeed.Http;
using LiveFeed.Publishing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LiveFeed.Ingest.Rest;

/// <summary>
/// The event of <c>POST /topics/{topic}</c>, made for <c>curl -d</c>: the body is the data, as JSON if it is JSON, else as
/// text that stays as it is; the other fields are query parameters.
/// </summary>
internal static class TopicPublish
{
    private const string Path = "/topics/";

    /// <param name="parameters">The fields beside the data.</param>
    /// <param name="context">The request.</param>
    /// <param name="body">All of its body, valid UTF-8.</param>
    /// <param name="mediaType">As the request names it.</param>
    /// <param name="limits">How much is accepted.</param>
    /// <param name="now">The event's time.</param>
    /// <param name="problem">What is wrong, when there is no result.</param>
    internal static FeedEvent? Read(
        TopicParameters parameters,
        HttpContext context,
        BufferedBody body,
        string? mediaType,
        LimitsOptions limits,
        DateTimeOffset now,
        out FeedProblem? problem)
    {
        var fields = new EventFields(limits.EventBytes);
        fields.SetTopic(TopicOf(context));
        problem = ReadFields(parameters, fields) ?? ReadData(mediaType, body, fields, limits);
        var e = problem is null ? fields.Build(now) : null;
        problem ??= e is null ? FieldError.Refuse(fields.Errors) : null;
        return e;
    }

    // Reads the request line: routing would leave %2F encoded, but a topic may be a URI. A path that only routing matches
    // (/%74opics/a) gives an empty text, which is no topic.
    private static string TopicOf(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = target.AsSpan(0, target.IndexOf('?') is >= 0 and var query ? query : target.Length);
        var start = path.IndexOf(Path, StringComparison.OrdinalIgnoreCase);
        return start < 0 ? "" : Uri.UnescapeDataString(path[(start + Path.Length)..]);
    }

    private static FeedProblem? ReadFields(TopicParameters parameters, EventFields fields)
    {
        var query = new QueryParameters();
        if (query.Once("event", parameters.Event) is { Length: > 0 } name)
        {
            fields.SetName(name);
        }

        if (query.Once("key", parameters.Key) is { Length: > 0 } key)
        {
            fields.SetKey(key);
        }

        if (parameters.IdempotencyKey is { Length: > 0 } header)
        {
            fields.SetId(header);
        }

        if (query.Once("id", parameters.Id) is { Length: > 0 } id)
        {
            fields.SetId(id);
        }

        if (query.Once("time", parameters.Time) is { Length: > 0 } time)
        {
            fields.SetTime(QueryParameters.WithPlus(time));
        }

        fields.Ephemeral = query.Flag("ephemeral", parameters.Ephemeral);
        return query.Problem;
    }

    private static FeedProblem? ReadData(string? mediaType, BufferedBody body, EventFields fields, LimitsOptions limits)
    {
        switch (mediaType?.ToLowerInvariant())
        {
            case "text/plain":
                fields.SetData(EventData.Text(body.ToArray()));
                return null;
            case { } media when media.StartsWith("multipart/", StringComparison.Ordinal):
                return FeedProblem.At(
                    ProblemKind.UnsupportedType, "Content-Type", "is multipart; send the data itself as the body");
            case IngestEndpoints.Json:
                return ReadJson(body, fields, limits);
            default:
                var problem = ReadJson(body, fields, limits);
                if (problem is null || UnreadableJson.IsOnlyTooDeep(BodyReader.WithoutByteOrderMark(body.Span), limits))
                {
                    return problem;
                }

                fields.SetData(EventData.Text(body.ToArray()));
                return null;
        }
    }

    private static FeedProblem? ReadJson(BufferedBody body, EventFields fields, LimitsOptions limits)
    {
        var json = BodyReader.WithoutByteOrderMark(body.Span);
        try
        {
            var reader = new Utf8JsonReader(json, EventParser.ReaderOptions(limits));
            while (reader.Read())
            {
            }
        }
        catch (JsonException e)
        {
            return UnreadableJson.RefusalOf("The body", json, limits, e);
        }

        if (CompactJson.TryCompact(json, out var compact))
        {
            fields.SetData(EventData.Json(compact));
        }
        else
        {
            fields.Fail("/data", "must be valid Unicode, but has a lone surrogate");
        }

        return null;
    }
}
