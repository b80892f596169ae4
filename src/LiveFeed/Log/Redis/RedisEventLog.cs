using LiveFeed.Events;
using LiveFeed.Events.Rooms;
using LiveFeed.Log.Memberships;
using LiveFeed.Log.Redis.Appending;
using LiveFeed.Log.Redis.Members;
using LiveFeed.Log.Tail;
using LiveFeed.Log.Trimming;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveFeed.Log.Redis;

/// <summary>
/// The log on a Redis server that several nodes share. The server gives each event its number, in the order in which it
/// gets them. Every node follows the streams and serves its own clients from its tail. docs/redis.md has the keys. This
/// file opens and closes it; what publishers call is in <c>RedisEventLog.Appending.cs</c>, how the tail follows the store
/// in <c>RedisEventLog.Following.cs</c> and <c>RedisEventLog.Pushed.cs</c>, what readers find in the store in
/// <c>RedisEventLog.Reading.cs</c>, what retention removes in <c>RedisEventLog.Trimming.cs</c>.
/// </summary>
internal sealed partial class RedisEventLog : TailedLog
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1); // for what was not told, or could not be read

    private readonly RedisServer _server;
    private readonly RedisAppends _appends;
    private readonly RedisReader _reader;
    private readonly RedisOutage _outage;
    private readonly RetentionRules _rules;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly int _maxInMemory;
    private readonly string[] _streams; // of each retention rule
    private readonly ITimer _retry;
    private readonly CancellationTokenSource _closing = new();

    private RedisEventLog(
        RedisServer server, LogOptions options, RetentionRules rules, TimeProvider time, ILogger logger, int maxInMemory)
        : base(rules)
    {
        (_server, _rules, _time, _logger, _maxInMemory) = (server, rules, time, logger, maxInMemory);
        _streams = [.. Enumerable.Range(0, rules.Count).Select(rule => server.Keys.StreamOf(rules.TextOf(rule)))];
        _reader = new RedisReader(server, _streams);
        _outage = new RedisOutage(logger);
        _appends = new RedisAppends(server, StreamOf, LastTerms, ReachStoredAsync, options.Redis.Replicas);
        _state = null!; // OpenAsync reads it
        Members = new RedisMembers(server, number => _state.Terms.SequenceOf(number));
        _retry = time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Who is in which room, on all nodes.</summary>
    internal ISharedMembers Members { get; }

    public override string? Fault => _outage.Fault;

    /// <summary>This node's one connection, owned by the log; what nodes tell each other uses it, too.</summary>
    internal RedisServer Server => _server;

    internal override LogTail Tail => _state.Tail;

    /// <summary>Reads all that the store retains, to count its topics and keys: some seconds for a million events.</summary>
    /// <exception cref="LogUnavailableException">Redis cannot be reached, or must not be used as it is.</exception>
    internal static async Task<RedisEventLog> OpenAsync(
        IOptions<LogOptions> options, TimeProvider time, ILogger logger, int maxInMemory = LogTail.TailEvents)
    {
        var server = await RedisServer.ConnectAsync(options.Value);
        var log = new RedisEventLog(server, options.Value, RetentionRules.Of(options.Value), time, logger, maxInMemory);
        try
        {
            await log.LoadAsync();
            server.Restored += log.LookAgain;
            server.Refused += log.Doubt;
            await server.ListenAsync(server.Keys.Wake, log.Take);
            log._retry.Change(Retry, Retry);
            log.Look();
            return log;
        }
        catch
        {
            await log.DisposeAsync();
            throw;
        }
    }

    public override async ValueTask<IReadOnlyList<Membership>> ReadMembershipsAsync(CancellationToken cancellationToken)
    {
        var found = new List<Membership>();
        var rooms = await _server.AskAsync(database => database.SetMembersAsync(_server.Keys.Rooms));
        foreach (string room in rooms.Select(room => room.ToString()))
        {
            await foreach (var one in Members.ListAsync(room, cancellationToken))
            {
                found.Add(new Membership(room, one.UserId, one.Username, one.Since, one.MemberId));
            }
        }

        return found;
    }

    public override async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _retry.DisposeAsync();
        _server.Restored -= LookAgain;
        _server.Refused -= Doubt;
        Move();
        await YieldTrimmingAsync();
        await _server.DisposeAsync();
    }

    private string LastTerms() => _state is { } state ? state.Terms.Last : "";

    private string StreamOf(TopicName? topic) => _streams[_rules.RuleOf(topic)];
}
