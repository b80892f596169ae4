using LiveFeed.Clients;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Hub;
using LiveFeed.Log;
using LiveFeed.Log.Memory;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Hub;

public sealed class FlushWindowTests : IAsyncDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(16);
    private readonly FakeTimeProvider _time = new(Noon);
    private readonly MemoryEventLog _log;
    private readonly List<FlushWindow> _windows = [];
    private int _woken;

    public FlushWindowTests() => _log = new MemoryEventLog(Options.Create(new LogOptions()), _time);

    public async ValueTask DisposeAsync()
    {
        _windows.ForEach(window => window.Dispose());
        await _log.DisposeAsync();
    }

    [Fact]
    public async Task After_a_quiet_spell_an_event_leaves_at_once()
    {
        var (window, client) = (Open(Window), await JoinAsync());
        _time.Advance(Window);
        Turn(window, client, 1);

        Assert.Equal([[1]], await WritesAsync(client));
    }

    [Fact]
    public async Task Events_after_a_write_are_kept_back_and_leave_in_one_write_when_the_window_ends()
    {
        var (window, client) = (Open(Window), await JoinAsync());
        Turn(window, client, 1);
        Turn(window, client, 2);
        _time.Advance(Window - TimeSpan.FromMilliseconds(1));
        window.OpenIfDue();
        Assert.Equal((0, 0), (_woken, client.Queued));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        window.OpenIfDue();

        Assert.Equal([[1, 2]], await WritesAsync(client));
        Assert.Equal(1, _woken);
    }

    [Fact]
    public async Task All_that_is_kept_back_leaves_at_the_same_tick_and_what_comes_then_at_the_next()
    {
        var window = Open(Window);
        FeedClient[] clients = [await JoinAsync(), await JoinAsync(), await JoinAsync()];
        Turn(window, clients[0], 1);
        _time.Advance(TimeSpan.FromMilliseconds(10));
        Turn(window, clients[1], 2);
        _time.Advance(TimeSpan.FromMilliseconds(6));
        window.OpenIfDue();
        clients[2].Wrote(0);
        Turn(window, clients[2], 3);

        Assert.Equal([1, 1, 0], clients.Select(client => client.Queued));
        _time.Advance(Window);
        window.OpenIfDue();
        Assert.Equal([1, 1, 1], clients.Select(client => client.Queued));
    }

    [Fact]
    public async Task Events_that_come_together_leave_together_also_without_a_window()
    {
        var (window, client) = (Open(TimeSpan.Zero), await JoinAsync());
        Turn(window, client, 1, 2, 3);
        Turn(window, client, 4);

        Assert.Equal([[1, 2, 3], [4]], await WritesAsync(client));
    }

    [Fact]
    public async Task Nothing_is_kept_back_without_a_window_also_when_the_client_was_written_to_amid_the_turn()
    {
        var (window, client) = (Open(TimeSpan.Zero), await JoinAsync());
        window.BeginTurn();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        client.Wrote(0);
        foreach (var frame in Frames(1, 2))
        {
            window.Offer(client, frame, isLast: frame.Sequence == 2);
        }

        window.EndTurn();

        Assert.Equal([[1, 2]], await WritesAsync(client));
        Assert.Null(client.Pending);
    }

    [Fact]
    public async Task Clients_that_get_the_same_events_get_the_same_bytes()
    {
        var window = Open(Window);
        FeedClient[] clients = [await JoinAsync(), await JoinAsync()];
        foreach (var frame in Frames(1, 2))
        {
            window.BeginTurn();
            foreach (var client in clients)
            {
                window.Offer(client, frame, isLast: true);
            }

            window.EndTurn();
        }

        _time.Advance(Window);
        window.OpenIfDue();
        var frames = (await ReadAsync(clients[0])).Concat(await ReadAsync(clients[1])).ToList();

        Assert.Equal(2, frames.Count);
        Assert.Same(frames[0], frames[1]);
    }

    [Fact]
    public async Task Events_too_large_to_be_kept_back_leave_before_the_window_ends()
    {
        var (window, client) = (Open(Window), await JoinAsync());
        Turn(window, client, [.. Enumerable.Range(1, 1_500)]); // of 73 bytes and more each

        Assert.InRange(client.Queued, 800, 900); // 64 KiB of them
    }

    [Fact]
    public async Task Nothing_is_kept_back_for_a_client_that_reads_the_log()
    {
        var window = Open(Window);
        var client = await JoinAsync(new Position(_log.Epoch, 0));
        Turn(window, client, 1);

        Assert.Null(client.Pending);
    }

    private FlushWindow Open(TimeSpan length)
    {
        var window = new FlushWindow(length, _time, () => _woken++);
        _windows.Add(window);
        return window;
    }

    private async Task<FeedClient> JoinAsync(Position? after = null)
    {
        var client = new FeedClient(Following("**"), "test", _log, queueLength: 10_000, _time);
        await client.StartAsync(after, last: 0, TestContext.Current.CancellationToken);
        return client;
    }

    // As a lane does it: the events of one page of the log.
    private void Turn(FlushWindow window, FeedClient client, params int[] sequences)
    {
        window.BeginTurn();
        foreach (var frame in Frames(sequences))
        {
            window.Offer(client, frame, isLast: frame.Sequence == sequences[^1]);
        }

        window.EndTurn();
    }

    private IEnumerable<EventFrame> Frames(params int[] sequences) =>
        sequences.Select(sequence => new EventFrame(Event("a", sequence), new Position(_log.Epoch, sequence)));

    private static async Task<List<Frame>> ReadAsync(FeedClient client)
    {
        var frames = new List<Frame>();
        await client.ReadAsync(frames);
        return frames;
    }

    private static async Task<int[][]> WritesAsync(FeedClient client) =>
        [.. (await ReadAsync(client)).Select(frame => frame is BatchFrame batch
            ? batch.ToArray().Numbers().ToArray()
            : [((EventFrame)frame).Number()])];
}
