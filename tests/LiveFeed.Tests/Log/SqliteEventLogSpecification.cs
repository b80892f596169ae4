using LiveFeed.Events;
using LiveFeed.Log;
using LiveFeed.Log.Sqlite;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LiveFeed.Tests.Log;

/// <summary>The specification on a real file, at each durability.</summary>
public abstract class SqliteEventLogSpecification : EventLogSpecification
{
    private readonly TempFolder _folder = new();
    private SqliteEventLog? _log;

    private protected abstract LogDurability Durability { get; }

    private protected override int BytesOf(FeedEvent e) => e.StoredBytes;

    private protected override IEventLog Open(IOptions<LogOptions> options)
    {
        (options.Value.Path, options.Value.Durability) = (_folder.File("feed.db"), Durability);
        return _log = new SqliteEventLog(options, Time, NullLogger<SqliteEventLog>.Instance);
    }

    private protected override Task SettleAsync() => Time.PassUntilAsync(
        TimeSpan.FromMilliseconds(10), () => _log!.Unwritten(1).Count == 0, "the events are written");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
