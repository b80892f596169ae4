using LiveFeed.Hub;
using LiveFeed.Hub.Backplane;
using LiveFeed.Log;
using LiveFeed.Log.Memory;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LiveFeed.Tests.Hub.Backplane;

/// <summary>The specification on two services in this process, with one log and one backplane.</summary>
public sealed class TwoNodesTests : BackplaneSpecification
{
    private readonly MemoryEventLog _log = new(Options.Create(new LogOptions()), TimeProvider.System);
    private readonly List<LocalBackplane> _nodes = [];
    private readonly LiveFeedServer _here;
    private readonly LiveFeedServer _there;

    public TwoNodesTests() => (_here, _there) = (Node(), Node());

    private protected override LiveFeedServer Here => _here;

    private protected override LiveFeedServer There => _there;

    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public override async ValueTask DisposeAsync()
    {
        await _here.DisposeAsync();
        await _there.DisposeAsync();
        await _log.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    // Those without credentials may do everything, and tokens are known.
    private LiveFeedServer Node() => new(
        services => services
            .AddSingleton<IEventLog>(_log)
            .AddSingleton<IBackplane>(provider => JoinedBackplane.Enter(provider.GetRequiredService<FeedHub>(), _nodes)),
        Credentialed.BySecret,
        ("Access:Anonymous", "all"),
        ("Access:Tickets:SigningKey", "a secret that both nodes sign their tickets with"));
}
