using BenchmarkDotNet.Attributes;
using LiveFeed.Events;
using LiveFeed.Log;
using LiveFeed.Log.Memory;
using LiveFeed.Log.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LiveFeed.Bench.Micro;

/// <summary>What an append costs until its answer, for a batch of a hundred events.</summary>
[InvocationCount(256)] // a log grows, so an iteration is a fixed number of batches
public class LogBenchmarks : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("livefeed-bench-");
    private readonly FeedEvent[] _events = [.. Enumerable.Range(0, 100).Select(i => SomeEvents.Of($"bench/{i}"))];
    private readonly MemoryEventLog _memory = new(Settings(""), TimeProvider.System);
    private readonly SqliteEventLog _sqlite;

    public LogBenchmarks() =>
        _sqlite = new SqliteEventLog(Settings(_folder.FullName), TimeProvider.System, NullLogger<SqliteEventLog>.Instance);

    [Benchmark]
    public async Task AppendHundredToMemory() => await _memory.AppendAsync(_events, CancellationToken.None);

    [Benchmark]
    public async Task AppendHundredToSqlite() => await _sqlite.AppendAsync(_events, CancellationToken.None);

    [GlobalCleanup]
    public void Dispose()
    {
        _sqlite.DisposeAsync().AsTask().Wait();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    private static IOptions<LogOptions> Settings(string folder) =>
        Options.Create(new LogOptions { Path = Path.Combine(folder, "livefeed.db") });
}
