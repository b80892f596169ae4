using LiveFeed.Events;
using LiveFeed.Log.Redis.Scripts;
using StackExchange.Redis;

namespace LiveFeed.Log.Redis;

/// <summary>
/// The connection to Redis. It comes back by itself, after a time with jitter. While there is none, a question fails at
/// once. Any thread.
/// </summary>
internal sealed partial class RedisServer : IAsyncDisposable
{
    private const int MaxBackoff = 3_000; // ms between two tries to connect
    private const int LeastBackoff = 250;
    private const int MaxWait = 1_000; // ms for replicas
    private const int MaxTries = 50;
    private const int OldestMajor = 7; // sharded channels, and flags of scripts

    private static readonly TimeSpan TryAgain = TimeSpan.FromMilliseconds(100);

    private readonly ConnectionMultiplexer _connection;
    private readonly RedisRefusal _refusal;

    private RedisServer(ConnectionMultiplexer connection, RedisRefusal refusal, RedisKeys keys)
    {
        (_connection, _refusal, Keys) = (connection, refusal, keys);
        connection.ConnectionRestored += (_, _) =>
        {
            refusal.End();
            Restored?.Invoke();
        };
        connection.ErrorMessage += (_, _) => Refused?.Invoke();
    }

    /// <summary>There is a connection again; what happened meanwhile is not known.</summary>
    internal event Action? Restored;

    /// <summary>
    /// An answer was an error: READONLY and the like. The same question would get it again at once, so ask later.
    /// </summary>
    internal event Action? Refused;

    internal RedisKeys Keys { get; }

    /// <summary>The name of this node, another one with each start.</summary>
    internal string NodeId { get; } = Position.NewEpoch();

    internal IDatabaseAsync Database => _connection.GetDatabase();

    /// <summary>Connects, and refuses a server that would lose events by its settings.</summary>
    /// <exception cref="LogUnavailableException">There is no such server, or it must not be used.</exception>
    internal static async Task<RedisServer> ConnectAsync(LogOptions options)
    {
        var configuration = ConfigurationOptions.Parse(options.Redis.Configuration!);
        configuration.ClientName ??= "livefeed";
        configuration.AllowAdmin = true; // INFO and CONFIG GET
        configuration.BacklogPolicy = BacklogPolicy.FailFast; // a producer is told at once
        configuration.ReconnectRetryPolicy = new ExponentialRetry(LeastBackoff, MaxBackoff); // it has jitter
        configuration.HeartbeatConsistencyChecks = true;
        (configuration.TieBreaker, configuration.ConfigurationChannel) = ("", ""); // keys and rights that nobody needs
        ConnectionMultiplexer connection;
        try
        {
            connection = await RedisConnecting.ConnectAsync(configuration);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            throw new LogUnavailableException($"Redis cannot be reached: {InOneLine(e)}", e);
        }

        var server = new RedisServer(connection, new RedisRefusal(configuration), new RedisKeys(options.Redis.Stream));
        try
        {
            await server.CheckAsync(options);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Gives the messages of a channel to the handler, in their order and one at a time, also over later connections.
    /// Messages that come while there is no connection are lost. The handler must not block or throw.
    /// </summary>
    /// <exception cref="LogUnavailableException">Redis does not take the subscription.</exception>
    internal Task ListenAsync(RedisChannel channel, Action<ReadOnlyMemory<byte>> handler) => SubscribeAsync(
        async subscriber =>
        {
            var messages = await subscriber.SubscribeAsync(channel);
            messages.OnMessage(message => handler(message.Message));
        });

    /// <summary>Gives a message to who listens to a channel now.</summary>
    /// <exception cref="LogUnavailableException">As <see cref="RunAsync"/>.</exception>
    internal Task PublishAsync(RedisChannel channel, byte[] message) =>
        AskAsync(database => database.PublishAsync(channel, message));

    /// <summary>Runs a script on the primary server.</summary>
    /// <exception cref="LogUnavailableException">
    /// Redis did not answer, or could not do it. If it did not answer, it may have done it.
    /// </exception>
    internal Task<RedisResult> RunAsync(RedisScript script, RedisKey[] keys, RedisValue[] arguments) =>
        AskAsync(database => script.RunAsync(database, keys, arguments));

    /// <summary>
    /// Runs a script that appends, and then waits until so many replicas have its events: tells how many have them.
    /// </summary>
    /// <exception cref="LogUnavailableException">As <see cref="RunAsync"/>.</exception>
    internal (Task<RedisResult> Call, Task<int> Copied) Append(
        RedisScript script, RedisKey[] keys, RedisValue[] arguments, int replicas)
    {
        // One connection, so the second waits for what the first has written.
        var call = RunAsync(script, keys, arguments);
        return (call, replicas == 0 ? Task.FromResult(int.MaxValue) : AskServerAsync(async server =>
            (int)await server.ExecuteAsync("WAIT", replicas, MaxWait)));
    }

    /// <summary>Asks the primary server.</summary>
    /// <exception cref="LogUnavailableException">As <see cref="RunAsync"/>.</exception>
    internal async Task<T> AskAsync<T>(Func<IDatabaseAsync, Task<T>> question)
    {
        try
        {
            return await question(Database);
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            if (e is RedisConnectionException)
            {
                _refusal.Ask();
            }

            throw new LogUnavailableException(Describe(e), e);
        }
    }

    /// <summary>The cause is that the server has no room for what it was asked to keep.</summary>
    internal static bool IsFull(Exception? cause) =>
        cause is RedisServerException && cause.Message.StartsWith("OOM ", StringComparison.Ordinal);

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();

    // A question without a key: of a cluster's primary servers, only the one that has the log's keys can answer.
    private Task<T> AskServerAsync<T>(Func<IServer, Task<T>> question) => AskAsync(async database =>
        await database.IdentifyEndpointAsync(Keys.Meta, CommandFlags.DemandMaster) is { } primary
            ? await question(_connection.GetServer(primary))
            : throw new LogUnavailableException("Redis: there is no connection to the primary server"));

    private async Task SubscribeAsync(Func<ISubscriber, Task> subscribe)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await subscribe(_connection.GetSubscriber());
                return;
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                if (tries == MaxTries)
                {
                    throw new LogUnavailableException($"Redis takes no subscription: {InOneLine(e)}", e);
                }

                await Task.Delay(TryAgain, TimeProvider.System); // its connection is the second one, and may come later
            }
        }
    }

    private string Describe(Exception e) =>
        IsFull(e) ? "Redis is full: it has used up its maxmemory"
        : e is RedisConnectionException && _refusal.Text is { } refusal ? refusal
        : $"Redis: {InOneLine(e)}";

    // The library's messages name the state of the whole process.
    private static string InOneLine(Exception e)
    {
        var line = e.Message.ReplaceLineEndings(" ");
        return line.Length <= 300 ? line : $"{line[..300]}…";
    }
}
