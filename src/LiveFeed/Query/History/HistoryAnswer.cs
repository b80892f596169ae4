using System.Text.Json;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Query.Answers;
using LiveFeed.Reading;

namespace LiveFeed.Query.History;

/// <summary>
/// Writes an answer of <c>/history</c> event by event, at the pace of its reader. It ends early, with the position to
/// continue, when it is large or takes long, or when the log cannot be read further. It never ends early without an event:
/// an empty answer means that there are no more events.
/// </summary>
internal sealed class HistoryAnswer(QueryLease lease, IHistoryEvents events, IEventLog log)
{
    /// <summary>
    /// Bytes of events, as <see cref="FeedEvent.WireBytes"/> counts, after which an answer ends: a web page can take that
    /// much, and other queries get their turn.
    /// </summary>
    internal const long MaxBytes = 16 << 20;

    private long _bytes;

    /// <summary>The number of topics left out with <c>newestOfEach</c>; null without it.</summary>
    internal int? LeftOut { get; init; }

    internal async Task WriteAsync()
    {
        // Reads before the first byte, so a failure is answered with a problem.
        var isAny = await events.PeekAsync() is not null;
        using var answer = new JsonAnswer(lease, EventJson.WriterOptions);
        answer.Json.WriteStartObject();
        answer.Json.WriteStartArray("events"u8);
        var writer = new EventWriter(answer);
        while (isAny && await WriteNextAsync(writer))
        {
            await answer.FlushIfFullAsync(events.LetGo);
        }

        answer.Json.WriteEndArray();
        WriteEnd(answer.Json);
        events.LetGo();
        await answer.FlushAsync();
    }

    private async ValueTask<bool> WriteNextAsync(EventWriter writer)
    {
        if (writer.Within == 0 && (_bytes >= MaxBytes || (_bytes > 0 && lease.IsOverdue)))
        {
            return false;
        }

        EventFrame? frame;
        try
        {
            frame = await events.PeekAsync();
        }
        catch (Exception e) when (writer.Within == 0 && e is LogUnavailableException or QueryRefusedException)
        {
            return false;
        }

        if (writer.Within != 0 && frame?.Sequence != writer.Within)
        {
            throw new LogUnavailableException("An event was trimmed while it was sent."); // half of it was sent
        }

        if (frame is not null && writer.Write(frame))
        {
            _bytes += frame.Event.WireBytes;
            events.Pass();
        }

        return frame is not null;
    }

    private void WriteEnd(Utf8JsonWriter json)
    {
        json.WriteString("next"u8, log.Epochs.PositionOf(events.Next).ToString());
        if (LeftOut is { } topics)
        {
            json.WriteNumber("leftOut"u8, topics);
        }

        if (events.Gap is { } gap)
        {
            json.WriteStartObject("gap"u8);
            json.WriteString("after"u8, gap.After.ToString());
            json.WriteString("before"u8, gap.Before.ToString());
            json.WriteString("reason"u8, NameOf(gap.Reason));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> NameOf(GapReason reason) => reason switch
    {
        GapReason.Expired => "expired"u8,
        GapReason.Epoch => "epoch"u8,
        _ => "lost"u8,
    };
}
