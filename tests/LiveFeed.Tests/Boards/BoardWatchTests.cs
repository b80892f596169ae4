using System.Text.Json;
using LiveFeed.Boards;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Tests.Boards;

/// <summary>
/// Board files that change while the service runs. Only the system's notices find a change here: the regular look, which
/// would find it late, does not come.
/// </summary>
public sealed class BoardWatchTests : IAsyncDisposable
{
    private const string Sound = """{"title":"Shop","tiles":[]}""";

    private readonly TempFolder _folder = new();
    private readonly RecordingLogger<BoardFiles> _logger = new();
    private readonly LiveFeedServer _server;

    public BoardWatchTests()
    {
        Write("shop", Sound);
        _server = new LiveFeedServer(
            services => services.AddSingleton<ILogger<BoardFiles>>(_logger).AddSingleton<TimeProvider>(
                new LookTime(Timeout.InfiniteTimeSpan)),
            ("Boards:Path", _folder.Path));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_saved_file_is_told_and_then_served()
    {
        await using var stream = await _server.FollowAsync("/events?topic=system/boards");
        await stream.ReadNamedAsync("livefeed.connected");

        Write("shop", """{"title":"Newer","tiles":[]}""");

        Assert.Equal(("board.changed", """{"name":"shop","removed":false,"error":null}"""), await NextAsync(stream));
        Assert.Equal("Newer", (await _server.Http.GetJsonAsync("/boards/shop.json")).GetProperty("title").GetString());
    }

    [Fact]
    public async Task A_file_that_is_made_or_removed_is_told()
    {
        await using var stream = await _server.FollowAsync("/events?topic=system/boards");
        await stream.ReadNamedAsync("livefeed.connected");

        Write("other", Sound);
        Assert.Equal("""{"name":"other","removed":false,"error":null}""", (await NextAsync(stream)).Data);
        Assert.Equal(2, (await _server.Http.GetJsonAsync("/boards")).GetArrayLength());

        File.Delete(_folder.File("other.json"));
        Assert.Equal("""{"name":"other","removed":true,"error":null}""", (await NextAsync(stream)).Data);
        Assert.Equal(1, (await _server.Http.GetJsonAsync("/boards")).GetArrayLength());
    }

    [Fact]
    public async Task A_file_that_is_written_in_steps_is_told_once()
    {
        // Longer than a pause between two steps here.
        await using var server = new LiveFeedServer(
            services => services.AddSingleton<TimeProvider>(new LookTime(Timeout.InfiniteTimeSpan, TimeSpan.FromSeconds(3))),
            ("Boards:Path", _folder.Path));
        await using var stream = await server.FollowAsync("/events?topic=system/boards");
        await stream.ReadNamedAsync("livefeed.connected");

        await File.WriteAllTextAsync(_folder.File("shop.json"), """{"title":"Half""", TestContext.Current.CancellationToken);
        await File.AppendAllTextAsync(
            _folder.File("shop.json"), """ and half","tiles":[]}""", TestContext.Current.CancellationToken);
        Write("last", Sound);

        Assert.Equal("""{"name":"last","removed":false,"error":null}""", (await NextAsync(stream)).Data);
        Assert.Equal("""{"name":"shop","removed":false,"error":null}""", (await NextAsync(stream)).Data);
    }

    [Theory]
    [InlineData("{", "Line 1, column 2")]
    [InlineData(
        """{"title":"Shop","tiles":[{"type":"pie","topics":["a"]}]}""", "Line 1, column 34: tiles[0].type must be one of")]
    public async Task The_last_sound_version_of_a_broken_file_stays_and_the_fault_is_told(string broken, string error)
    {
        await using var stream = await _server.FollowAsync("/events?topic=system/boards");
        await stream.ReadNamedAsync("livefeed.connected");

        Write("shop", broken);
        var told = JsonDocument.Parse((await NextAsync(stream)).Data).RootElement.GetProperty("error").GetString()!;
        using var response = await _server.Http.GetAsync(
            new Uri("/boards/shop.json", UriKind.Relative), TestContext.Current.CancellationToken).WithinDeadline();

        Assert.StartsWith(error, told, StringComparison.Ordinal);
        Assert.Equal(Sound, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(told, Uri.UnescapeDataString(response.Headers.GetValues("Board-Error").Single()));
        var listed = (await _server.Http.GetJsonAsync("/boards"))[0];
        Assert.Equal(("Shop", told), (listed.GetProperty("title").GetString(), listed.GetProperty("error").GetString()));
    }

    [Fact]
    public async Task A_broken_file_is_logged_once_a_save_and_not_by_request()
    {
        await using var stream = await _server.FollowAsync("/events?topic=system/boards");
        await stream.ReadNamedAsync("livefeed.connected");

        Write("shop", "{");
        await NextAsync(stream);
        await _server.Http.GetJsonAsync("/boards");
        await _server.Http.GetJsonAsync("/boards/shop.json");
        Write("shop", "{{");
        await NextAsync(stream);

        Assert.Equal(
            2,
            _logger.Messages.Count(line =>
                line.Contains("shop.json is broken: Line 1, column 2", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task In_a_folder_that_another_has_replaced_the_regular_look_finds_the_change()
    {
        var folder = _folder.File("mounted-again"); // the system watches the one that was there at the start
        Directory.CreateDirectory(folder);
        await using var server = new LiveFeedServer(
            services => services.AddSingleton<TimeProvider>(new LookTime(TimeSpan.FromMilliseconds(10))),
            ("Boards:Path", folder));
        await using var stream = await server.FollowAsync("/events?topic=system/boards");
        await stream.ReadNamedAsync("livefeed.connected");

        Directory.Move(folder, $"{folder}.old");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "shop.json"), Sound, TestContext.Current.CancellationToken);

        Assert.Equal(("board.changed", """{"name":"shop","removed":false,"error":null}"""), await NextAsync(stream));
    }

    private static async Task<(string Name, string Data)> NextAsync(SseConnection stream)
    {
        var frame = await stream.ReadEventAsync();
        return (frame.Event!, frame.Data!);
    }

    private void Write(string name, string text) => File.WriteAllText(_folder.File($"{name}.json"), text);

    // The time between two looks. A look finds a change that the system did not report. And the time after which a file is
    // complete.
    private sealed class LookTime(TimeSpan interval, TimeSpan? quiet = null) : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var time = dueTime == BoardWatch.LookInterval ? interval
                : dueTime == BoardWatch.Quiet && quiet is { } longer ? longer
                : dueTime;
            return base.CreateTimer(callback, state, time, period);
        }
    }
}
