using LiveFeed.Clients;
using LiveFeed.Metrics;
using LiveFeed.Metrics.ServiceEvents;

namespace LiveFeed.Tests.Metrics;

public sealed class ClientActivityTests : IAsyncDisposable
{
    private readonly PublisherFeed _feed = new(new MetricsOptions { Topics = ["system/clients"] });

    public ClientActivityTests() => _feed.Turn.Begin();

    public ValueTask DisposeAsync() => _feed.DisposeAsync();

    [Fact]
    public async Task Joins_and_leaves_are_told_in_order_with_how_many_were_connected()
    {
        var a = await _feed.JoinAsync();
        var b = await _feed.JoinAsync();
        _feed.Hub.Leave(a, DisconnectReason.Kicked);

        Assert.Equal(
            [
                $$"""system/clients client.joined {"client":"{{a.Id}}","transport":"sse","clients":1}""",
                $$"""system/clients client.joined {"client":"{{b.Id}}","transport":"sse","clients":2}""",
                $$"""system/clients client.left {"client":"{{a.Id}}","transport":"sse","clients":1,"reason":"kicked"}""",
            ],
            _feed.TakeTurn());
        Assert.Empty(_feed.TakeTurn());
    }

    [Fact]
    public async Task Twenty_in_a_turn_are_told_singly()
    {
        await ChangeAsync(joins: 15, leaves: 5);

        Assert.Equal(ActivityReporter.MaxSingle, _feed.TakeTurn().Count);
    }

    [Fact]
    public async Task More_than_twenty_in_a_turn_are_one_summary()
    {
        await ChangeAsync(joins: 300, leaves: 120);

        Assert.Equal(["""system/clients clients.changed {"joined":300,"left":120,"clients":180}"""], _feed.TakeTurn());
    }

    [Fact]
    public async Task After_a_summary_single_changes_are_told_again()
    {
        await ChangeAsync(joins: 21, leaves: 0);
        _feed.TakeTurn();
        await ChangeAsync(joins: 1, leaves: 1);

        Assert.Equal(["client.joined", "client.left"], _feed.TakeTurn().Select(line => line.Split(' ')[1]));
    }

    [Fact]
    public async Task Changes_from_many_threads_at_once_are_all_counted()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => ChangeAsync(joins: 500, leaves: 500))));

        Assert.Equal(["""system/clients clients.changed {"joined":4000,"left":4000,"clients":0}"""], _feed.TakeTurn());
    }

    private async Task ChangeAsync(int joins, int leaves)
    {
        var clients = new List<FeedClient>();
        for (; joins > 0; joins--)
        {
            clients.Add(await _feed.JoinAsync());
        }

        foreach (var client in clients.Take(leaves))
        {
            _feed.Hub.Leave(client, DisconnectReason.Gone);
        }
    }
}
