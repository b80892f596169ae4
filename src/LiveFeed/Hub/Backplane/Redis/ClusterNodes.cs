using LiveFeed.Log;
using LiveFeed.Log.Redis;
using LiveFeed.Log.Redis.Scripts;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace LiveFeed.Hub.Backplane.Redis;

/// <summary>
/// The nodes of one service, as Redis knows them. This node beats; a node that does not for
/// <see cref="ClusterOptions.NodeTimeout"/> is silent. Time in which Redis was away, or no node beat, counts for none. A
/// silent node stays until one removes it. <see cref="ClusterBeat"/> beats; the properties are for any thread.
/// </summary>
internal sealed class ClusterNodes
{
    internal const int IdLength = 10;

    // Without any beat for longer than two intervals, and than this, Redis was away: a busy machine is not.
    private static readonly TimeSpan LeastPause = TimeSpan.FromSeconds(1);

    // From when Redis is back: the longest wait between two tries to connect, and a second until it is looked at.
    private static readonly TimeSpan Reconnecting = TimeSpan.FromSeconds(4);

    private static readonly RedisScript Beat = RedisScripts.Load("beat.lua");
    private static readonly RedisScript Remove = RedisScripts.Load("remove.lua");

    private readonly RedisServer _server;
    private readonly ClusterOptions _options;
    private volatile Sight _sight = new([], []); // written by who beats
    private string? _heardOf; // the server that had the last beat; used by who beats, as is the next
    private bool _isKnown; // as far as this node knows
    private volatile bool _hasLeft;

    public ClusterNodes(RedisServer server, IOptions<ClusterOptions> options) =>
        (_server, _options) = (server, options.Value);

    /// <summary>
    /// Redis had lost this node, or others had removed it, or another server has taken the place of Redis: what this node
    /// wrote to Redis may be gone. It is known again now. Called by who beats, after <see cref="Live"/> has changed.
    /// </summary>
    internal event Action? Rejoined;

    /// <summary>This node: ten random hexadecimal digits, others at each start.</summary>
    internal string Id => _server.NodeId;

    /// <summary>The nodes that are not silent, as of the last beat, this one too once Redis knows it.</summary>
    internal IReadOnlyList<string> Live => _sight.Live;

    /// <summary>
    /// The nodes that were silent for longer than <see cref="ClusterOptions.NodeTimeout"/> at the last beat, the longest
    /// silent first. None while Redis does not answer.
    /// </summary>
    internal IReadOnlyList<(string Id, TimeSpan Silent)> Silent => _sight.Silent;

    /// <summary>Tells Redis that this node is there, and takes its answer. One call at a time.</summary>
    /// <exception cref="LogUnavailableException">Redis did not answer.</exception>
    internal async Task BeatAsync()
    {
        if (_hasLeft)
        {
            return;
        }

        var enters = !_isKnown;
        var answer = await AskAsync(enters);
        if (!answer.IsKnown && !_hasLeft)
        {
            // In two steps: when the answer to the second is lost, it is made again, and its caller hears of it.
            (_isKnown, enters) = (false, true);
            answer = await AskAsync(enters);
        }

        var mayHaveLost = _heardOf is not null && (enters || _heardOf != answer.Server);
        (_isKnown, _heardOf, _sight) = (answer.IsKnown, answer.Server, answer.Seen);
        if (mayHaveLost)
        {
            Rejoined?.Invoke();
        }
    }

    /// <summary>
    /// Removes a node that is still silent, or this one, which then beats no more. Returns whether this call removed it: of
    /// several nodes that try, one does.
    /// </summary>
    /// <exception cref="LogUnavailableException">Redis did not answer.</exception>
    internal async Task<bool> RemoveAsync(string id)
    {
        var isThis = id == Id;
        _hasLeft |= isThis;
        var answer = await _server.RunAsync(
            Remove, [_server.Keys.Nodes, _server.Keys.Gone], [id, isThis ? 0 : Milliseconds(_options.NodeTimeout)]);
        return (long)answer == 1;
    }

    private async Task<Answer> AskAsync(bool enters)
    {
        var pause = _options.BeatInterval * 2;
        try
        {
            var answer = await _server.RunAsync(
                Beat,
                [_server.Keys.Nodes, _server.Keys.Beat],
                [
                    Id, enters ? 1 : 0, Milliseconds(pause > LeastPause ? pause : LeastPause), Milliseconds(Reconnecting),
                ]);
            return Answer.Of((RedisResult[])answer!, _options.NodeTimeout);
        }
        catch (LogUnavailableException)
        {
            _sight = _sight with { Silent = [] };
            throw;
        }
    }

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;

    private sealed record Sight(IReadOnlyList<string> Live, IReadOnlyList<(string Id, TimeSpan Silent)> Silent);

    private sealed record Answer(bool IsKnown, string Server, Sight Seen)
    {
        internal static Answer Of(RedisResult[] answer, TimeSpan timeout)
        {
            var all = answer[2..].Chunk(2)
                .Select(pair => (Id: (string)pair[0]!, Silent: TimeSpan.FromMilliseconds((long)pair[1])))
                .ToLookup(node => node.Silent > timeout);
            return new Answer((long)answer[0] == 1, (string)answer[1]!, new Sight(
                [.. all[false].Select(node => node.Id).Order(StringComparer.Ordinal)],
                [.. all[true].OrderByDescending(node => node.Silent)]));
        }
    }
}
