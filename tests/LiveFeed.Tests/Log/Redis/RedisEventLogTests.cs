using LiveFeed.Events;
using LiveFeed.Log;
using LiveFeed.Log.Redis;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LiveFeed.Tests.Log.Redis;

/// <summary>The specification on a real redis-server. Most events are only there.</summary>
public sealed class RedisEventLogTests(RedisFixture fixture) : ReplacedStoreSpecification, IClassFixture<RedisFixture>
{
    private readonly string _stream = $"s{Guid.NewGuid():n}";
    private RedisEventLog _log = null!;

    private protected override int BytesOf(FeedEvent e) => e.StoredBytes;

    private protected override IEventLog Open(IOptions<LogOptions> options)
    {
        (options.Value.Provider, options.Value.Redis.Configuration, options.Value.Redis.Stream) =
            (LogProvider.Redis, fixture.Redis.Configuration, _stream);
        return _log = OpenAsync(options).GetAwaiter().GetResult();
    }

    private protected override async Task ReplaceAsync()
    {
        var epoch = _log.Epoch;
        await fixture.Redis.DeleteAsync(_stream);
        await Time.PassUntilAsync(TimeSpan.FromSeconds(1), () => _log.Epoch != epoch, "the log has found out");
    }

    private Task<RedisEventLog> OpenAsync(IOptions<LogOptions> options) => Task.Run(() => RedisEventLog.OpenAsync(
        options, Time, NullLogger.Instance, maxInMemory: 50));
}
