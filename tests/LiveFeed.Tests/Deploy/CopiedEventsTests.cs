using LiveFeed.Tests.Architecture;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Deploy;

/// <summary>The script of docs/operations.md that takes the events of one log along to another.</summary>
public sealed class CopiedEventsTests
{
    [Fact]
    public async Task All_that_the_history_shows_is_copied_once_however_often_the_script_runs()
    {
        DebianProgram.NeedOrSkip("jq");
        await using var old = new LiveFeedServer();
        await using var other = new LiveFeedServer();
        await old.Http.PublishAsync("""
            [{"topic":"orders/eu","event":"paid","key":"k","id":"a","data":{"id":42,"n":null}},
             {"topic":"orders/us","time":"2026-01-31T10:00:00Z","data":"line\nline"},
             {"topic":"system/x","data":1}]
            """);
        await old.Http.PublishNumbersAsync("many", 2_500);
        var script = Script(old.Address, other.Address);

        for (var run = 0; run < 2; run++)
        {
            var (exitCode, output) = await DebianProgram.RunAsync("/bin/bash", "-c", script);
            Assert.True(exitCode == 0, output);
        }

        var (from, to) = (await EventsAsync(old), await EventsAsync(other));
        Assert.Equal(2_503, from.Count);
        Assert.Equal(from.Where(e => !e.Contains("system/x", StringComparison.Ordinal)), to);
    }

    private static string Script(Uri old, Uri other)
    {
        var page = File.ReadAllText(Path.Combine(SourceTree.Root(), "docs", "operations.md"));
        var section = page[page.IndexOf("### The events of before", StringComparison.Ordinal)..];
        return section.Split("```bash\n")[1].Split("```")[0].With(
            ("http://localhost:5090", old.GetLeftPart(UriPartial.Authority)),
            ("http://localhost:5080", other.GetLeftPart(UriPartial.Authority)));
    }

    // All but their positions.
    private static async Task<List<string>> EventsAsync(LiveFeedServer server)
    {
        var events = new List<string>();
        for (string? after = null; ;)
        {
            var page = await server.Http.GetJsonAsync(
                $"/history?topic=**&limit=1000{(after is null ? "" : $"&after={after}")}");
            if (page.GetProperty("events").GetArrayLength() == 0)
            {
                return events;
            }

            events.AddRange(page.GetProperty("events").EnumerateArray().Select(e =>
                string.Join(' ', e.EnumerateObject().Where(field => field.Name != "position").Select(field => $"{field}"))));
            after = page.GetProperty("next").GetString();
        }
    }
}
