using System.Text;

namespace LiveFeed.Tests.Properties;

/// <summary>
/// What a browser makes of a stream's bytes: the algorithm of WHATWG HTML, section 9.2.6, word by word, for a whole stream.
/// </summary>
internal sealed class EventStreamParser
{
    private readonly List<SeenEvent> _events = [];
    private readonly StringBuilder _data = new();
    private string _type = "";
    private string _lastEventId = "";

    internal static IReadOnlyList<SeenEvent> Parse(byte[] stream)
    {
        var text = Encoding.UTF8.GetString(stream);
        text = text.StartsWith('\ufeff') ? text[1..] : text;
        var parser = new EventStreamParser();

        // What follows the last line end is no line: the stream ended within it.
        foreach (var line in text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n')[..^1])
        {
            parser.Take(line);
        }

        return parser._events;
    }

    private void Take(string line)
    {
        if (line.Length == 0)
        {
            Dispatch();
            return;
        }

        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var (field, value) = colon < 0 ? (line, "") : (line[..colon], line[(colon + 1)..]);
        value = value.StartsWith(' ') ? value[1..] : value;
        switch (field)
        {
            case "event":
                _type = value;
                break;
            case "data":
                _data.Append(value).Append('\n');
                break;
            case "id" when !value.Contains('\0', StringComparison.Ordinal):
                _lastEventId = value;
                break;
        }
    }

    private void Dispatch()
    {
        if (_data.Length > 0)
        {
            _events.Add(
                new SeenEvent(_lastEventId, _type.Length > 0 ? _type : "message", _data.ToString(0, _data.Length - 1)));
        }
        else
        {
            _events.Add(new SeenEvent(_lastEventId, SeenEvent.Nothing, ""));
        }

        _data.Clear();
        _type = "";
    }
}
