using System.Text;
using System.Text.Json;
using LiveFeed.Boards;
using LiveFeed.Tests.Architecture;

namespace LiveFeed.Tests.Boards;

/// <summary>The faults of a board's file, and where they are.</summary>
public sealed class BoardValidationTests
{
    /// <summary>
    /// A board a line, for each reason that the page has to refuse one. Written by <c>refused-boards.test.ts</c> beside it.
    /// </summary>
    private const string Refused = "dashboards/app/test/board/refused-boards.jsonl";

    private const string Line = """{"type":"line","topics":["a"]}""";

    [Theory]
    [InlineData("", "Line 1, column 1: The input does not contain any JSON tokens")]
    [InlineData(
        "{\n  \"title\": \"Broken\",\n  \"tiles\": [,]\n}", "Line 3, column 13: ',' is an invalid start of a value.")]
    [InlineData("{\n\"title\": \"a\", \"tiles\": []\n}\n}", "Line 4, column 1: '}' is invalid")]
    [InlineData("[]", "Line 1, column 1: the board must be an object")]
    [InlineData(
        "{\"title\": \"\\ud800\", \"tiles\": []}", "Line 1, column 1: The file has a text that is not valid Unicode.")]
    public void A_fault_has_its_line_and_column(string file, string error) =>
        Assert.StartsWith(error, ErrorOf(file), StringComparison.Ordinal);

    [Fact]
    public void A_column_counts_characters_as_editors_do() =>
        Assert.Equal("Line 2, column 26: tiles must be a list", ErrorOf("{\n\"title\":\"äöü€\", \"tiles\": 1}"));

    [Fact]
    public void A_file_may_begin_with_a_byte_order_mark() =>
        Assert.Null(BoardValidation.Of([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("""{"title":"a","tiles":[]}""")]).Error);

    [Theory]
    [InlineData(
        """{"type":"pie","topics":["a"]}""",
        "tiles[0].type must be one of line, number, meter, events, bars, table, timeline, " +
        "heatmap, status, sparklines, text, image, frame, clock, plan, form")]
    [InlineData("""{"type":"line","topics":["a"],"widht":4}""", "tiles[0].widht is not a field here; did you mean width?")]
    [InlineData("""{"type":"line","topics":["a"],"colour":4}""", "tiles[0].colour is not a field here")]
    [InlineData("""{"type":"line","topics":["a"],"title":"b","title":"c"}""", "tiles[0].title is there twice")]
    [InlineData("""{"type":"line"}""", "tiles[0].topics is missing")]
    [InlineData("""{"type":"line","topics":[]}""", "tiles[0].topics must not be empty")]
    [InlineData("""{"type":"text"}""", "tiles[0].text is missing")]
    [InlineData("""{"type":"image","url":"/a.png"}""", "tiles[0].alt is missing")]
    [InlineData("""{"type":"frame","url":"/a"}""", "tiles[0].title is missing")]
    [InlineData("""{"type":"plan","topics":["a"]}""", "tiles[0].places is missing")]
    [InlineData("""{"type":"plan","topics":["a"],"places":{},"url":"/a.png"}""", "tiles[0].alt is missing")]
    [InlineData("""{"type":"form","post":"a"}""", "tiles[0].fields is missing")]
    [InlineData(
        """{"type":"form","post":"a","fields":[{"name":"b","min":2,"max":1}]}""",
        "tiles[0].fields[0].min must not be more than max")]
    [InlineData("""{"type":"line","topics":["a"],"min":5,"max":5}""", "tiles[0].min must be less than max")]
    [InlineData("""{"type":"line","topics":["a"],"max":1e999}""", "tiles[0].max must be a number")]
    [InlineData(
        """{"type":"line","topics":["a b"]}""",
        "tiles[0].topics[0] must be a topic; a segment of it may be *, the last one **")]
    [InlineData(
        """{"type":"line","topics":["a/**/b"]}""",
        "tiles[0].topics[0] must be a topic; a segment of it may be *, the last one **")]
    [InlineData("""{"type":"line","topics":["a"],"width":0}""", "tiles[0].width must be at least 1")]
    [InlineData("""{"type":"line","topics":["a"],"width":13}""", "tiles[0].width must be at most 12")]
    [InlineData("""{"type":"line","topics":["a"],"width":1.5}""", "tiles[0].width must be a whole number")]
    [InlineData("""{"type":"line","topics":["a"],"label":1}""", "tiles[0].label must be a text or an object")]
    [InlineData("""{"type":"line","topics":["a"],"label":{"a":1}}""", "tiles[0].label.a must be a text")]
    [InlineData("""{"type":"line","topics":["a"],"stale":"10s"}""", "tiles[0].stale must be a time span such as 00:05:00")]
    [InlineData(
        """{"type":"line","topics":["a"],"thresholds":[{"level":"warning"}]}""",
        "tiles[0].thresholds[0] must have above or below, and not both")]
    public void A_field_that_makes_no_sense_is_a_fault(string tile, string error) =>
        Assert.EndsWith($": {error}", ErrorOf($$"""{"title":"a","tiles":[{{tile}}]}"""), StringComparison.Ordinal);

    [Fact]
    public void A_variable_stands_in_its_own_topics() => Assert.EndsWith(
        ": variables.host.topics must be a topic with {host} as one of its segments",
        ErrorOf("""{"title":"a","tiles":[],"variables":{"host":{"topics":"metrics/host/cpu"}}}"""),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("00:00:05")]
    [InlineData("0.0:00:09.9999999")]
    [InlineData("00:05:00\\n")]
    public void A_window_is_a_time_span_of_at_least_ten_seconds(string window) => Assert.EndsWith(
        ": window must be a time span such as 00:05:00, at least ten seconds",
        ErrorOf($$"""{"title":"a","window":"{{window}}","tiles":[]}"""),
        StringComparison.Ordinal);

    [Fact]
    public void What_the_page_refuses_is_refused()
    {
        var boards = File.ReadLines(Path.Combine(SourceTree.Root(), Refused))
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("board").GetRawText())
            .ToList();

        Assert.True(boards.Count > 100);
        Assert.DoesNotContain(boards, board => ErrorOf(board) is null);
    }

    [Theory]
    [InlineData("metrics/{host}/cpu")]
    [InlineData("**")]
    [InlineData("a/*/b/**")]
    [InlineData("https://example.com//orders/42")]
    public void Topics_are_what_the_service_takes_for_topics(string topic) =>
        Assert.Null(ErrorOf($$$"""{"title":"a","tiles":[{"type":"line","topics":["{{{topic}}}"]}]}"""));

    [Fact]
    public void The_first_of_several_faults_is_told_with_the_number_of_the_others() =>
        Assert.Equal("Line 1, column 1: title is missing (and 2 more)", ErrorOf("""{"titel":"a","tiles":[1]}"""));

    [Fact]
    public void A_board_with_everything_has_no_fault() => Assert.Null(ErrorOf($$"""
        {
          "$schema": "./board.schema.json", "title": "a", "description": "b", "window": "1.00:00:00",
          "variables": { "host": { "label": "Host", "topics": "m/{host}/cpu", "default": "x", "all": true } },
          "tiles": [{{Line}}],
          "sections": [{ "title": "c", "folded": true, "tiles": [{{Line}}] }]
        }
        """));

    private static string? ErrorOf(string file) => BoardValidation.Of(Encoding.UTF8.GetBytes(file)).Error;
}
