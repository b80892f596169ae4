using System.Globalization;
using System.Text.Json;

namespace LiveFeed.Faults.Load;

/// <summary>A client of all producers' topics that comes back, with its position, whenever its stream ends.</summary>
/// <param name="http">Without a limit of time.</param>
/// <param name="witness">Is told what it sees.</param>
/// <param name="life">After which it ends a stream itself; null: never.</param>
internal sealed class Follower(HttpClient http, Witness witness, TimeSpan? life = null)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly Lock _lock = new();
    private readonly HashSet<long> _sequences = []; // guarded by _lock
    private readonly List<ToldGap> _losses = []; // guarded by _lock
    private string? _position;
    private long _last;

    /// <summary>Events that came again, or out of order.</summary>
    internal long Duplicated { get; private set; }

    /// <summary>How often the server said that something is no longer retained, or of another log.</summary>
    internal int Gaps { get; private set; }

    internal int Closings { get; private set; }

    internal bool IsConnected { get; private set; }

    /// <summary>Events come in order, so a follower that has this one has had all before it.</summary>
    internal bool Has(LoggedEvent e)
    {
        lock (_lock)
        {
            return _sequences.Contains(e.Sequence);
        }
    }

    /// <summary>What it was told is lost, each time.</summary>
    internal IReadOnlyList<ToldGap> Losses
    {
        get
        {
            lock (_lock)
            {
                return [.. _losses];
            }
        }
    }

    internal long Missing(IEnumerable<LoggedEvent> log)
    {
        lock (_lock)
        {
            return log.Count(e => !_sequences.Contains(e.Sequence));
        }
    }

    internal async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
            end.CancelAfter(life ?? Timeout.InfiniteTimeSpan);
            try
            {
                await StreamBlocks.ReadAsync(http, http.BaseAddress!, _position, Take, end.Token);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
            {
                // Away, or told to stop.
            }

            IsConnected = false;
            await Wait.ForAsync(Pause);
        }
    }

    private void Take(string? id, string? name, string? data)
    {
        _position = id ?? _position;
        IsConnected |= name == "livefeed.connected";
        if (name == "livefeed.gap")
        {
            TakeGap(data!);
        }

        Closings += name == "livefeed.closing" ? 1 : 0;
        if (name is not null || id is null || data is null)
        {
            return;
        }

        using var envelope = JsonDocument.Parse(data);
        var topic = envelope.RootElement.GetProperty("topic").GetString()!;
        var e = new LoggedEvent(
            Witness.Sequence(id),
            int.Parse(topic.AsSpan(Producer.Topics.Length), CultureInfo.InvariantCulture),
            envelope.RootElement.GetProperty("data").GetInt32());
        witness.Saw(e);
        Duplicated += e.Sequence <= _last ? 1 : 0;
        _last = e.Sequence;
        lock (_lock)
        {
            _sequences.Add(e.Sequence);
        }
    }

    private void TakeGap(string data)
    {
        var gap = JsonSerializer.Deserialize<JsonElement>(data);
        if (gap.GetProperty("reason").GetString() != "lost")
        {
            Gaps++;
            return;
        }

        lock (_lock)
        {
            _losses.Add(new ToldGap(
                Witness.Sequence(gap.GetProperty("after").GetString()!),
                Witness.Sequence(gap.GetProperty("before").GetString()!),
                _last));
        }
    }
}
