using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Query.Answers;

namespace LiveFeed.Query.History;

/// <summary>
/// Writes events as <c>/history</c> shows them. A large event is written in pieces. Between pieces it need not be held in
/// memory: the next call gets it again and goes on.
/// </summary>
internal sealed class EventWriter(JsonAnswer answer)
{
    // For text, the writer reserves up to six times as much.
    private const int Piece = 8 << 10;

    private int _offset; // of its data

    /// <summary>The sequence of the event that is written in part; 0 when there is none.</summary>
    internal long Within { get; private set; }

    /// <summary>Writes until the answer is full; true once the event is complete.</summary>
    internal bool Write(EventFrame frame)
    {
        var json = answer.Json;
        if (Within == 0)
        {
            WriteHead(frame);
        }

        var data = frame.Event.Data;
        if (data.Utf8.Length <= Piece)
        {
            EventJson.WriteData(json, data);
        }
        else if (!WritePieces(data))
        {
            Within = frame.Sequence;
            return false;
        }

        json.WriteEndObject();
        (Within, _offset) = (0, 0);
        return true;
    }

    private void WriteHead(EventFrame frame)
    {
        var json = answer.Json;
        json.WriteStartObject();
        json.WriteString("position"u8, frame.Position.ToString());
        EventJson.WriteTopicNameTime(json, frame.Event);
        if (frame.Event.Key is { } key)
        {
            json.WriteString("key"u8, key);
        }

        if (frame.Event.Data.Utf8.Length > Piece)
        {
            json.WritePropertyName("data"u8);
        }
    }

    private bool WritePieces(EventData data)
    {
        while (_offset < data.Utf8.Length && !answer.IsFull)
        {
            var piece = data.Utf8.AsSpan(_offset, Math.Min(Piece, data.Utf8.Length - _offset));
            _offset += piece.Length;
            if (data.IsText)
            {
                answer.Json.WriteStringValueSegment(piece, isFinalSegment: _offset == data.Utf8.Length);
            }
            else
            {
                answer.WriteRaw(piece);
            }
        }

        return _offset == data.Utf8.Length;
    }
}
