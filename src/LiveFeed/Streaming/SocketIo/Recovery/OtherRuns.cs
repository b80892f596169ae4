using System.Collections.Concurrent;
using System.Security.Cryptography;
using LiveFeed.Hub.Backplane;
using LiveFeed.Hub.Backplane.Redis;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LiveFeed.Streaming.SocketIo.Recovery;

/// <summary>
/// When the runs of the service that write to this log were last there. In a service of one node, every other run ended
/// before this one began. With several nodes a run is a node, and others go on beside this one. Any thread.
/// </summary>
internal sealed class OtherRuns(
    TimeProvider time,
    IOptions<RecoveryOptions> options,
    IOptions<ClusterOptions> cluster,
    IOptions<SocketIoOptions> socketIo,
    ClusterNodes? nodes = null) : BackgroundService
{
    private readonly DateTimeOffset _start = time.GetUtcNow();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _seen = new(); // nodes, alive; the loop writes it

    /// <summary>This run.</summary>
    internal string Own { get; } = nodes?.Id ?? RandomNumberGenerator.GetHexString(16, lowercase: true);

    /// <summary>
    /// How long after a client has come here another run may still write its state: when it notices that its connection is
    /// lost, and a minute more, for clocks that differ and a node that stands still. Null when no other run goes on.
    /// </summary>
    internal TimeSpan? Late => nodes is null ? null
        : socketIo.Value.PingInterval + socketIo.Value.PingTimeout + TimeSpan.FromMinutes(1);

    /// <summary>
    /// Until when a run was there at the longest: now while it is, up to <see cref="ClusterOptions.NodeTimeout"/> too late
    /// after a kill. A run that this one never saw had ended when this one began.
    /// </summary>
    internal DateTimeOffset LastThere(string run) =>
        run == Own || nodes?.Live.Contains(run) == true ? time.GetUtcNow() : _seen.GetValueOrDefault(run, _start);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (nodes is null || !options.Value.Enabled)
        {
            return;
        }

        using var timer = new PeriodicTimer(cluster.Value.BeatInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            See(nodes.Live);
        }
    }

    // One that is let go was seen so long ago that this run's start is as good.
    private void See(IReadOnlyList<string> alive)
    {
        var now = time.GetUtcNow();
        foreach (var node in alive)
        {
            _seen[node] = now;
        }

        foreach (var (node, at) in _seen)
        {
            if (now - at > options.Value.MaxDisconnection)
            {
                _seen.TryRemove(node, out _);
            }
        }
    }
}
