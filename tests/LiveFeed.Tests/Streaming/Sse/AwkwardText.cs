namespace LiveFeed.Tests.Streaming.Sse;

/// <summary>Texts that could break a frame, each by a name, and the lines that they must become.</summary>
internal static class AwkwardText
{
    internal static readonly IReadOnlyDictionary<string, (string Text, string Lines)> All =
        new Dictionary<string, (string Text, string Lines)>
        {
            ["plain"] = ("hello", "data: hello\n"),
            ["empty"] = ("", "data: \n"),
            ["LF"] = ("a\nb", "data: a\ndata: b\n"),
            ["CR"] = ("a\rb", "data: a\ndata: b\n"),
            ["CRLF"] = ("a\r\nb", "data: a\ndata: b\n"),
            ["LF CR"] = ("a\n\rb", "data: a\ndata: \ndata: b\n"),
            ["CR CR LF"] = ("a\r\r\nb", "data: a\ndata: \ndata: b\n"),
            ["mixed line ends"] = ("a\nb\rc\r\nd", "data: a\ndata: b\ndata: c\ndata: d\n"),
            ["leading LF"] = ("\na", "data: \ndata: a\n"),
            ["leading CRLF"] = ("\r\na", "data: \ndata: a\n"),
            ["trailing LF"] = ("a\n", "data: a\ndata: \n"),
            ["trailing CR"] = ("a\r", "data: a\ndata: \n"),
            ["trailing CRLF"] = ("a\r\n", "data: a\ndata: \n"),
            ["only LF"] = ("\n", "data: \ndata: \n"),
            ["only CR"] = ("\r", "data: \ndata: \n"),
            ["blank lines"] = ("a\n\n\nb", "data: a\ndata: \ndata: \ndata: b\n"),
            ["NUL"] = ("a\0b", "data: a\0b\n"),
            ["only NUL"] = ("\0", "data: \0\n"),
            ["BOM"] = ("\uFEFFa", "data: \uFEFFa\n"),
            ["BOM in the middle"] = ("a\uFEFFb\n\uFEFF", "data: a\uFEFFb\ndata: \uFEFF\n"),
            ["leading space"] = (" a", "data:  a\n"),
            ["leading spaces and tab"] = ("  \ta\n b", "data:   \ta\ndata:  b\n"),
            ["trailing space"] = ("a ", "data: a \n"),
            ["a data line"] = ("data: a", "data: data: a\n"),
            ["a comment"] = (": a\n:", "data: : a\ndata: :\n"),
            ["a whole frame"] = (
                "a\n\nid: forged-9\nevent: livefeed.closing\ndata: {}\n\n",
                "data: a\ndata: \ndata: id: forged-9\ndata: event: livefeed.closing\ndata: data: {}\ndata: \ndata: \n"),
            ["a whole frame by CR"] = (
                "a\r\rid: forged-9\rdata: {}\r\r", "data: a\ndata: \ndata: id: forged-9\ndata: data: {}\ndata: \ndata: \n"),
            ["a retry line"] = ("a\nretry: 1", "data: a\ndata: retry: 1\n"),
            ["line and paragraph separators"] = ("a\u2028b\u2029c\u0085d", "data: a\u2028b\u2029c\u0085d\n"),
            ["other control characters"] = ("a\vb\fc\u001Bd", "data: a\vb\fc\u001Bd\n"),
            ["emoji"] = ("\U0001F469\u200D\U0001F680 \U0001F600", "data: \U0001F469\u200D\U0001F680 \U0001F600\n"),
            ["JSON over two lines"] = ("{\"a\":\n1}", "data: {\"a\":\ndata: 1}\n"),
        };

    internal static TheoryData<string> Names() => [.. All.Keys];
}
