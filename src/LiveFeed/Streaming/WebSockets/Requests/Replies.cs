using System.Text.Json;
using LiveFeed.Frames;
using LiveFeed.Http;
using LiveFeed.Memory;
using LiveFeed.Publishing;

namespace LiveFeed.Streaming.WebSockets.Requests;

/// <summary>Answers to a client's messages. Each repeats the <c>id</c> of its request.</summary>
internal static class Replies
{
    internal static TextFrame Pong(byte[]? id) => Of("pong", id, _ => { });

    internal static TextFrame Ack(byte[] id) => Of("ack", id, _ => { });

    /// <summary>The answer to <c>publish</c>, as REST gives it.</summary>
    internal static TextFrame Ack(byte[] id, PublishAnswer answer) =>
        Of("ack", id, writer => WriteMembers(writer, answer));

    /// <summary>Why a request failed, as its problem is written over HTTP.</summary>
    internal static TextFrame Error(byte[]? id, FeedProblem problem) => Of("error", id, writer =>
    {
        writer.WriteStartObject("problem"u8);
        WriteMembers(writer, problem);
        writer.WriteEndObject();
    });

    /// <summary>The members of the answer to a publish.</summary>
    internal static void WriteMembers(Utf8JsonWriter writer, PublishAnswer answer)
    {
        writer.WriteNumber("accepted"u8, answer.Accepted);
        if (answer.Positions is { } positions)
        {
            writer.WriteStartObject("positions"u8);
            writer.WriteString("first"u8, positions.First);
            writer.WriteString("last"u8, positions.Last);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull("positions"u8);
        }

        writer.WriteNumber("duplicates"u8, answer.Duplicates);
    }

    /// <summary>The members of a problem.</summary>
    internal static void WriteMembers(Utf8JsonWriter writer, FeedProblem problem)
    {
        writer.WriteString("type"u8, problem.Kind.Type);
        writer.WriteString("title"u8, problem.Kind.Title);
        writer.WriteNumber("status"u8, problem.Kind.Status);
        writer.WriteString("detail"u8, problem.Detail);
        if (problem.RetryAfterSeconds is { } wait)
        {
            writer.WriteString("retryAfter"u8, wait);
        }

        WriteErrors(writer, problem.Errors);
        foreach (var (name, value) in problem.Extensions ?? new Dictionary<string, object?>())
        {
            writer.WritePropertyName(name);
            JsonSerializer.Serialize(writer, value, ReplyJson.Default.GetTypeInfo(value?.GetType() ?? typeof(string))!);
        }
    }

    private static void WriteErrors(Utf8JsonWriter writer, IReadOnlyDictionary<string, string[]>? errors)
    {
        if (errors is null)
        {
            return;
        }

        writer.WriteStartObject("errors"u8);
        foreach (var (where, messages) in errors)
        {
            writer.WriteStartArray(where);
            foreach (var message in messages)
            {
                writer.WriteStringValue(message);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static TextFrame Of(string type, byte[]? id, Action<Utf8JsonWriter> members)
    {
        const int Common = 256;
        using var json = new PooledBuffer(Common);
        using (var writer = new Utf8JsonWriter(json, EventJson.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, type);
            if (id is not null)
            {
                writer.WritePropertyName("id"u8);
                writer.WriteRawValue(id, skipInputValidation: true);
            }

            members(writer);
            writer.WriteEndObject();
        }

        return new TextFrame(json.Written.ToArray());
    }
}
