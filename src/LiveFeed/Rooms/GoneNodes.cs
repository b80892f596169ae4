using LiveFeed.Hub.Backplane;
using LiveFeed.Hub.Backplane.Redis;
using LiveFeed.Log;
using LiveFeed.Log.Memberships;
using LiveFeed.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveFeed.Rooms;

/// <summary>
/// Members of a node that was silent longer than <see cref="ClusterOptions.NodeTimeout"/> leave after
/// <see cref="RoomsOptions.LeaveAfter"/> more, unless they are back at another node. Every node looks to that; the store
/// takes one leave. Topics that only it had followers of are told to have none. A node that finds that others took it for
/// gone, or that Redis may have lost something, has its own members join again, and says the leaves that were lost. Does
/// nothing in a service of one node.
/// </summary>
internal sealed partial class GoneNodes : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly RoomService _rooms;
    private readonly FollowerWatch _followers;
    private readonly ISharedMembers? _members;
    private readonly ClusterNodes? _nodes;
    private readonly TimeSpan _mostSilent;
    private readonly TimeProvider _time;
    private readonly OutageLog _outage;
    private int _rejoins; // by Interlocked: how often this node may have to say again what was lost
    private int _mended; // of these; used by who looks, as is the next
    private bool _mustLookAgain; // at what was told of followers

    public GoneNodes(
        RoomService rooms,
        FollowerWatch followers,
        ISharedMembers? members,
        ClusterNodes? nodes,
        IOptions<RoomsOptions> options,
        IOptions<ClusterOptions> cluster,
        TimeProvider time,
        ILogger<GoneNodes> logger)
    {
        (_rooms, _followers, _members, _nodes, _time) = (rooms, followers, members, nodes, time);
        _mostSilent = cluster.Value.NodeTimeout + options.Value.LeaveAfter;
        _outage = new OutageLog(cause => Log.CannotLook(logger, cause));
        if (nodes is not null)
        {
            nodes.Rejoined += JoinAgain;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_members is null || _nodes is null)
        {
            return;
        }

        using var timer = new PeriodicTimer(Interval, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(_members, _nodes, stoppingToken);
                _outage.Ended();
            }
            catch (LogUnavailableException)
            {
                // The log has said so.
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                _outage.Failed(e);
            }
        }
    }

    public override void Dispose()
    {
        if (_nodes is not null)
        {
            _nodes.Rejoined -= JoinAgain;
        }

        base.Dispose();
    }

    private void JoinAgain()
    {
        Interlocked.Increment(ref _rejoins);
        _rooms.JoinAgain();
    }

    private async Task LookAsync(ISharedMembers members, ClusterNodes nodes, CancellationToken stopping)
    {
        if (Volatile.Read(ref _rejoins) is var rejoins && rejoins != _mended)
        {
            await _rooms.SayLostLeavesAsync(stopping);
            (_mended, _mustLookAgain) = (rejoins, true);
        }

        foreach (var (id, _) in nodes.Silent.Where(node => node.Silent > _mostSilent))
        {
            var must = _mustLookAgain;
            _mustLookAgain = true; // without an answer, this call may have removed it: no other one will be told so
            _mustLookAgain = await nodes.RemoveAsync(id) || must;
        }

        if (_mustLookAgain)
        {
            await _followers.LookAgainAsync(stopping);
            _mustLookAgain = false;
        }

        foreach (var id in await members.ListGoneAsync())
        {
            while (await members.UnseatAsync(id) && !stopping.IsCancellationRequested)
            {
            }
        }

        await _rooms.SayLeavesAsync(stopping);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error,
            Message = "Members of nodes that are gone cannot be found; trying again every second")]
        internal static partial void CannotLook(ILogger logger, Exception cause);
    }
}
