using LiveFeed.Log;
using LiveFeed.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveFeed.Hub.Backplane.Redis;

/// <summary>
/// Beats for this node, the first time before the service has its first request. Does nothing in a service of one node.
/// </summary>
internal sealed partial class ClusterBeat : BackgroundService
{
    private readonly ClusterNodes? _nodes;
    private readonly RedisBackplane? _backplane;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;
    private readonly OutageLog _outage;

    public ClusterBeat(
        ClusterNodes? nodes,
        RedisBackplane? backplane,
        IOptions<ClusterOptions> options,
        LiveFeedMetrics metrics,
        TimeProvider time,
        ILogger<ClusterBeat> logger)
    {
        (_nodes, _backplane, _interval, _time) = (nodes, backplane, options.Value.BeatInterval, time);
        _outage = new OutageLog(cause => Log.CannotBeat(logger, cause), () => Log.BeatsAgain(logger));
        if (nodes is not null)
        {
            metrics.Observe(
                "livefeed.cluster.nodes", "{node}", "Nodes alive, this one too, as of this node's last beat",
                () => nodes.Live.Count);
        }
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_nodes is not null)
        {
            await BeatAsync(_nodes);
            await base.StartAsync(cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_interval, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await BeatAsync(_nodes!);
        }
    }

    private async Task BeatAsync(ClusterNodes nodes)
    {
        try
        {
            if (_backplane is not null)
            {
                await _backplane.ListenAsync(); // before others know that this node is there
            }

            await nodes.BeatAsync();
            _outage.Ended();
        }
        catch (LogUnavailableException)
        {
            // The log has said so.
        }
        catch (Exception e)
        {
            _outage.Failed(e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "This node cannot tell the others that it is there; trying again")]
        internal static partial void CannotBeat(ILogger logger, Exception cause);

        [LoggerMessage(Level = LogLevel.Information, Message = "This node tells the others again that it is there")]
        internal static partial void BeatsAgain(ILogger logger);
    }
}
