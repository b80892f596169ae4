using BenchmarkDotNet.Attributes;
using LiveFeed.Events;
using LiveFeed.Log;
using LiveFeed.Log.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LiveFeed.Bench.Micro;

/// <summary>What it costs to read a thousand retained events that are in the file and no longer in memory.</summary>
public class HistoryBenchmarks : IDisposable
{
    private const int Page = 1_000;
    private const int Events = 200_000; // the first of which have left memory

    private static readonly Subscription Everything = new() { Topics = [TopicPattern.Parse("**")], Broadcasts = true };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("livefeed-bench-");
    private readonly SqliteEventLog _log;

    public HistoryBenchmarks()
    {
        var options = Options.Create(new LogOptions { Path = Path.Combine(_folder.FullName, "livefeed.db") });
        _log = new SqliteEventLog(options, TimeProvider.System, NullLogger<SqliteEventLog>.Instance);
        for (var i = 0; i < Events; i += Page)
        {
            var batch = Enumerable.Range(i, Page).Select(number => SomeEvents.Of($"bench/{number % 10}"));
            _log.AppendAsync([.. batch], CancellationToken.None).AsTask().Wait();
        }
    }

    [Benchmark]
    public async Task<int> ReadThousand() =>
        (await _log.ReadAsync(0, Everything, Page, conflate: false, CancellationToken.None)).Frames.Count;

    [GlobalCleanup]
    public void Dispose()
    {
        _log.DisposeAsync().AsTask().Wait();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }
}
