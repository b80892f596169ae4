using System.Text;
using LiveFeed.Frames;
using LiveFeed.Hub.Backplane;
using LiveFeed.Hub.Backplane.Redis;
using LiveFeed.Log;
using LiveFeed.Log.Redis;
using LiveFeed.Telemetry;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Hub.Backplane.Redis;

/// <summary>Questions to other nodes, on a real redis-server and in virtual time.</summary>
public sealed class NodeLineTests : IAsyncLifetime
{
    private static readonly NodeQuestion Question = new NodeQuestion.CloseUser("ada", CloseReason.Kicked);

    private readonly FakeTimeProvider _time = new(Noon);
    private readonly RecordingLogger<NodeLine> _lines = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<ClusterMetrics>()
        .BuildServiceProvider();
    private RedisConnections _nodes = null!;
    private RedisServer _first = null!; // a's connection
    private ClusterNodes _a = null!;
    private ClusterNodes _b = null!;
    private NodeLine _asking = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _nodes = await RedisConnections.StartAsync();
        (_a, _asking) = await NodeAsync();
        await _asking.ListenAsync(_ => throw new InvalidOperationException("nobody asks this node"));
        NodeLine answering;
        (_b, answering) = await NodeAsync();
        await _b.BeatAsync();
        await _a.BeatAsync();
        await answering.ListenAsync(question => Task.FromResult(new NodeAnswer
        {
            Ended = question is NodeQuestion.CloseUser { User: "ada" } ? 7 : 0,
        }));
    }

    public async ValueTask DisposeAsync()
    {
        await _nodes.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task Every_other_node_is_asked_and_answers()
    {
        var answer = Assert.Single(await Task.WhenAll(_asking.AskAll(Question, Token)).WithinDeadline());

        Assert.Equal(7, answer?.Ended);
        Assert.Equal([_b.Id], _asking.ListOthers());
    }

    [Fact]
    public async Task A_node_that_does_not_answer_in_time_is_skipped_and_logged_once_until_it_answers_again()
    {
        await GoneNodeAsync("dead000000");
        for (var i = 0; i < 2; i++)
        {
            var asked = _asking.AskAll(Question, Token);
            Assert.Equal(2, asked.Length);
            await PassAsync(Task.WhenAll(asked));
            var answers = await Task.WhenAll(asked);
            Assert.Single(answers, answer => answer?.Ended == 7);
            Assert.Single(answers, answer => answer is null);
        }

        Assert.Single(_lines.Messages, line => line.Contains("dead000000", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_question_that_a_node_does_not_know_is_answered_by_nothing_at_once()
    {
        await AnswerAsync("""{"ask":"of-a-later-version"}""");
        await AnswerAsync("no JSON");
    }

    [Fact]
    public async Task A_message_of_another_version_is_ignored()
    {
        var message = new NodeMessage(IsAnswer: false, _a.Id, 1, "{}"u8.ToArray()).Write();
        message[0] = 2;
        await _first.PublishAsync(_first.Keys.NodeChannel(_b.Id), message);
        await _first.PublishAsync(_first.Keys.NodeChannel(_b.Id), []);

        Assert.Equal(7, (await _asking.AskAsync(_b.Id, Question, Token).WithinDeadline())?.Ended);
        Assert.False(NodeMessage.TryRead(message, out _));
    }

    [Fact]
    public async Task While_Redis_is_away_nobody_answers_and_nobody_waits()
    {
        _nodes.Redis.Kill();
        await Deadline.UntilAsync(
            async () =>
            {
                try
                {
                    await _a.BeatAsync();
                    return false;
                }
                catch (LogUnavailableException)
                {
                    return true;
                }
            },
            "it is known");

        Assert.Null(Assert.Single(await Task.WhenAll(_asking.AskAll(Question, Token)).WithinDeadline()));
        Assert.Empty(_lines.Messages);
    }

    // No time passes.
    private async Task AnswerAsync(string question)
    {
        var answered = new TaskCompletionSource<NodeMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        var connection = _first;
        await connection.ListenAsync(connection.Keys.NodeChannel("tester0000"), bytes =>
        {
            Assert.True(NodeMessage.TryRead(bytes, out var answer));
            answered.TrySetResult(answer);
        });
        await connection.PublishAsync(
            connection.Keys.NodeChannel(_b.Id),
            new NodeMessage(IsAnswer: false, "tester0000", 42, Encoding.UTF8.GetBytes(question)).Write());

        var got = await answered.Task.WithinDeadline();
        Assert.Equal((true, _b.Id, 42L, 0), (got.IsAnswer, got.From, got.Number, got.Body.Length));
    }

    // It beat just now, and will not again.
    private async Task GoneNodeAsync(string id)
    {
        await _nodes.Redis.Database.SortedSetAddAsync(
            _first.Keys.Nodes, id, new DateTimeOffset(await _nodes.Redis.Server.TimeAsync()).ToUnixTimeMilliseconds());
        await _a.BeatAsync();
        Assert.Contains(id, _a.Live);
    }

    private Task PassAsync(Task awaited) => Deadline.UntilAsync(
        () =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            return awaited.IsCompleted;
        },
        "it is no longer waited for");

    private async Task<(ClusterNodes Nodes, NodeLine Line)> NodeAsync()
    {
        var connection = await _nodes.ConnectAsync();
        _first ??= connection;
        var nodes = new ClusterNodes(
            connection, Options.Create(new ClusterOptions { NodeTimeout = TimeSpan.FromMinutes(5) }));
        var metrics = _services.GetRequiredService<ClusterMetrics>();
        return (nodes, new NodeLine(connection, nodes, new ClusterOptions().Patience, metrics, _time, _lines));
    }
}
