using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using LiveFeed.Frames;
using LiveFeed.Streaming.Output;

namespace LiveFeed.Streaming.Polling;

/// <summary>
/// Writes an answer to a response at the pace of its reader. The bytes of one event at a time are in memory, and a few tens
/// of kilobytes that were written and not sent. For the request's task.
/// </summary>
/// <param name="body">The body of the response.</param>
/// <param name="patience">Max time in which the reader takes nothing.</param>
/// <param name="time">The clock.</param>
internal sealed class PollAnswer(PipeWriter body, TimeSpan patience, TimeProvider time)
{
    private const int FlushAt = 32 << 10; // Kestrel buffers twice this before a flush waits

    private int _unflushed;

    /// <exception cref="OperationCanceledException">The reader is gone, or its answer is not wanted any more.</exception>
    /// <exception cref="TimeoutException">The reader takes nothing.</exception>
    internal async Task WriteAsync(string clientId, PollReply reply, ClosingFrame? closing, CancellationToken cut)
    {
        Add("{"u8);
        Add(Members(json => json.WriteString("clientId"u8, clientId)));
        Add(",\"events\":["u8);
        var content = reply.Content;
        var isFirst = true;
        foreach (var frame in content.Events)
        {
            var bytes = frame.Encoded(PollEncoder.Instance);
            if (bytes.Length == 0)
            {
                AddInPlaceOf(frame, content);
                continue;
            }

            Add(isFirst ? ""u8 : ","u8);
            isFirst = false;
            await AddAsync(bytes, cut);
        }

        Add("],"u8);
        Add(Members(json => WriteEnd(json, reply, closing)));
        Add("}"u8);
        await FlushAsync(cut);
    }

    // An event that cannot be encoded: the client is told of a gap.
    private static void AddInPlaceOf(EventFrame frame, PollContent content)
    {
        foreach (var gap in frame.InPlaceOfIt().OfType<GapFrame>())
        {
            content.Add(gap);
        }
    }

    private static void WriteEnd(Utf8JsonWriter json, PollReply reply, ClosingFrame? closing)
    {
        json.WriteString("next"u8, reply.Next);
        if (reply.Content.Gap is { } gap)
        {
            json.WriteStartObject("gap"u8);
            json.WriteString("after"u8, gap.After.ToString());
            json.WriteString("before"u8, gap.Before.ToString());
            json.WriteString("reason"u8, ReasonText.Of(gap.Reason));
            json.WriteEndObject();
        }

        if (reply.Content.Subscribed is { } subscribed)
        {
            json.WriteStartObject("subscribed"u8);
            json.WriteStartArray("topics"u8);
            foreach (var topic in subscribed.Topics)
            {
                json.WriteStringValue(topic.Text);
            }

            json.WriteEndArray();
            json.WriteString("position"u8, subscribed.Position.ToString());
            json.WriteEndObject();
        }

        if (closing is not null)
        {
            json.WriteStartObject("closing"u8);
            json.WriteString("reason"u8, ReasonText.Of(closing.Reason));
            json.WriteBoolean("reconnect"u8, closing.Reconnect);
            json.WriteEndObject();
        }
    }

    // Members of an object, without its braces.
    private static ReadOnlySpan<byte> Members(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, EventJson.WriterOptions))
        {
            json.WriteStartObject();
            write(json);
        }

        return buffer.WrittenSpan[1..];
    }

    private async ValueTask AddAsync(ReadOnlyMemory<byte> bytes, CancellationToken cut)
    {
        while (!bytes.IsEmpty)
        {
            var piece = bytes[..Math.Min(bytes.Length, FlushAt)];
            Add(piece.Span);
            bytes = bytes[piece.Length..];
            if (_unflushed >= FlushAt)
            {
                await FlushAsync(cut);
            }
        }
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        _unflushed += bytes.Length;
        body.Give(bytes);
    }

    private async ValueTask FlushAsync(CancellationToken cut)
    {
        _unflushed = 0;
        var flush = body.FlushAsync(cut);
        var result = flush.IsCompletedSuccessfully
            ? flush.Result
            : await flush.AsTask().WaitAsync(patience, time, cut);
        if (result.IsCompleted || result.IsCanceled)
        {
            throw new OperationCanceledException(cut);
        }
    }
}
