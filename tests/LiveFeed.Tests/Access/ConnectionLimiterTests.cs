using System.Diagnostics.Metrics;
using System.Net;
using LiveFeed.Access.Limits;
using LiveFeed.Scheduling;
using LiveFeed.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NSubstitute;

namespace LiveFeed.Tests.Access;

public sealed class ConnectionLimiterTests : IDisposable
{
    private static readonly IPAddress Home = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress Office = IPAddress.Parse("192.0.2.2");

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly LiveFeedMetrics _metrics;

    public ConnectionLimiterTests() => _metrics = new LiveFeedMetrics(_services.GetRequiredService<IMeterFactory>());

    public void Dispose()
    {
        _metrics.Dispose();
        _services.Dispose();
    }

    [Theory]
    [InlineData(100, 0, 0)]
    [InlineData(1_000_000, 100, 0)]
    [InlineData(1_000_000, 0, 100)]
    public async Task However_many_come_at_once_no_more_are_let_in_than_there_are_places(
        int connections, int perUser, int perAddress)
    {
        var admission = ConnectionLimiter(
            new LimitsOptions
            {
                Connections = connections,
                ConnectionsPerUser = perUser,
                ConnectionsPerAddress = perAddress,
            });
        using var together = new Barrier(8);

        var inside = await Task.WhenAll(Enumerable.Range(0, together.ParticipantCount).Select(_ => Task.Factory.StartNew(
            () =>
            {
                together.SignalAndWait();
                return Enumerable.Range(0, 1_000).Count(_ =>
                    admission.Enter("sse", new Sender("ada", null, Home)).Place is not null);
            },
            TaskCreationOptions.LongRunning)));

        Assert.Equal(100, inside.Sum());
        Assert.Equal(100, admission.Count);
    }

    [Fact]
    public void A_place_that_is_given_back_is_given_again_and_only_once()
    {
        var admission = ConnectionLimiter(
            new LimitsOptions { Connections = 2, ConnectionsPerUser = 2, ConnectionsPerAddress = 2 });
        var first = Enter(admission, "ada", Home);
        Enter(admission, "ada", Home);

        first.Dispose();
        first.Dispose();

        Enter(admission, "ada", Home);
        Assert.Same(ConnectionRefusal.Full, admission.Enter("sse", new Sender("ada", null, Home)).Refusal);
    }

    [Fact]
    public void A_user_is_counted_wherever_it_connects_from_and_others_are_not()
    {
        var admission = ConnectionLimiter(new LimitsOptions { ConnectionsPerUser = 1 });
        var place = Enter(admission, "ada", Home);

        Assert.Same(ConnectionRefusal.FullUser, admission.Enter("sse", new Sender("ada", null, Office)).Refusal);
        Enter(admission, "bob", Home);
        Enter(admission, null, Home);
        Enter(admission, null, Home);
        place.Dispose();
        Enter(admission, "ada", Office);
    }

    [Fact]
    public void An_address_is_counted_whoever_connects_from_it_and_others_are_not()
    {
        var admission = ConnectionLimiter(new LimitsOptions { ConnectionsPerAddress = 1 });
        var place = Enter(admission, null, Home);

        Assert.Same(ConnectionRefusal.FullAddress, admission.Enter("sse", new Sender("ada", null, Home)).Refusal);
        Enter(admission, "ada", Office);
        Enter(admission, null, null);
        Enter(admission, null, null);
        place.Dispose();
        Enter(admission, "bob", Home);
    }

    [Fact]
    public void A_refused_client_takes_no_place_of_any_kind()
    {
        var admission = ConnectionLimiter(new LimitsOptions { ConnectionsPerUser = 2, ConnectionsPerAddress = 1 });
        Enter(admission, "ada", Home);
        for (var i = 0; i < 10; i++)
        {
            Assert.NotNull(admission.Enter("sse", new Sender("ada", null, Home)).Refusal);
        }

        Enter(admission, "ada", Office);
        Assert.Equal(2, admission.Count);
    }

    private static ConnectionLease Enter(ConnectionLimiter admission, string? user, IPAddress? network)
    {
        var (place, refusal) = admission.Enter("sse", new Sender(user, null, network));
        Assert.Null(refusal);
        return place!;
    }

    // Of a host that does not stop.
    private ConnectionLimiter ConnectionLimiter(LimitsOptions limits) =>
        new(Options.Create(limits), new ServiceStop(Substitute.For<IHostApplicationLifetime>()), _metrics);
}
