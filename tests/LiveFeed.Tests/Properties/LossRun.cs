using LiveFeed.Log;
using LiveFeed.Log.Sqlite;
using LiveFeed.Tests.Log;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Properties;

/// <summary>A log that is killed and restored, its clients, and what they must have been told.</summary>
internal sealed class LossRun : IAsyncDisposable
{
    private const int Readers = 3;

    private readonly FakeTimeProvider _time = new(TestEvents.Noon);
    private readonly LogDurability _durability;
    private readonly Crashes _service;
    private readonly LossReader[] _readers = [new(0), new(0), new(0)];
    private readonly Dictionary<long, int> _given = []; // every position that was ever given out, by any life
    private readonly List<long> _guessed = []; // where runs begin before which nobody knows how much was lost
    private HashSet<long> _places = [0]; // where readers may stand, as this log went
    private (string File, HashSet<long> Places)? _copy;

    internal LossRun(LogDurability durability)
    {
        _durability = durability;
        _service = new Crashes(durability, _time);
    }

    private SqliteEventLog Log => _service.Log;

    internal async Task DoAsync(LossStep step)
    {
        var number = step.Number;
        await (step.Act switch
        {
            LossAct.Append => AppendAsync(1 + (number / 3)),
            LossAct.Write => WriteAsync(),
            LossAct.Read => ReadAsync(_readers[number % Readers]),
            LossAct.Join => JoinAsync(number % Readers),
            LossAct.Kill => KillAsync(walTenths: number < 4 ? 10 : number),
            LossAct.CutPower => CutPowerAsync(),
            LossAct.Stop => StopAsync(),
            LossAct.Copy => CopyAsync(),
            _ => RestoreAsync(),
        });
    }

    /// <summary>In the end everyone reads, and nobody is owed anything.</summary>
    internal async Task CheckAsync()
    {
        foreach (var reader in _readers)
        {
            await ReadAsync(reader);
            Assert.Empty(reader.Owed);
            Assert.Empty(await reader.ReadAsync(Log));
        }
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    private async Task AppendAsync(int count)
    {
        foreach (var receipt in await Log.AppendAsync(
            [.. Enumerable.Range(_given.Count, count).Select(n => TestEvents.Event("a", n))], default))
        {
            var number = _given.Count;
            Assert.True(_given.TryAdd(receipt.Position.Sequence, number), $"{receipt.Position} was given out twice");
            _places.Add(receipt.Position.Sequence);
            Array.ForEach(_readers, reader => reader.Owe(number));
        }
    }

    private async Task WriteAsync()
    {
        while (Log.Unwritten(1).Count > 0)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }
    }

    private Task JoinAsync(int slot)
    {
        _readers[slot] = new LossReader(Log.Head);
        return Task.CompletedTask;
    }

    private async Task ReadAsync(LossReader reader)
    {
        var position = reader.Position;
        var isKnown = _places.Contains(position) || position == Log.Head;
        var kept = await KeptAsync();
        foreach (var gap in await reader.ReadAsync(Log))
        {
            // Behind the loss, reading goes on after it. A reader from another way that the log went reads everything since
            // they parted.
            var isElsewhere = !isKnown && gap.After == position;
            var last = kept.Where(sequence => sequence <= gap.After).DefaultIfEmpty().Max();
            var lost = _given.Where(one => one.Key > last && one.Key < gap.Before && !kept.Contains(one.Key)).ToList();
            Assert.True(
                isElsewhere || lost.Count > 0 || _guessed.Exists(begin => gap.After < begin && begin < gap.Before),
                $"{gap} is no loss");
            reader.Excuse(isElsewhere ? _given.Values : lost.Select(one => one.Value));
        }
    }

    private async Task<HashSet<long>> KeptAsync()
    {
        var kept = new HashSet<long>();
        for (var (after, atEnd) = (0L, false); !atEnd;)
        {
            var page = await Log.ReadAsync(after, subscription: null, limit: 1_000, conflate: false, CancellationToken.None);
            kept.UnionWith(page.Frames.Select(frame => frame.Sequence));
            (after, atEnd) = (page.Through, page.ReachedEnd);
        }

        return kept;
    }

    // The kernel has the note. The file's last transactions may be gone all the same, as if the write-ahead log was damaged.
    private async Task KillAsync(int walTenths)
    {
        var copy = _service.Copy();
        using (var wal = new FileStream(copy + "-wal", FileMode.OpenOrCreate))
        {
            wal.SetLength(wal.Length * walTenths / 10);
        }

        await _service.KillAsync(copy);
        Began();
    }

    private async Task CutPowerAsync()
    {
        await _service.KillAsync(_service.Copy(withNote: false));
        if (_durability != LogDurability.Commit)
        {
            _guessed.Add(Log.Head);
        }

        Began();
    }

    private async Task StopAsync()
    {
        await _service.RestartAsync();
        Began();
    }

    private async Task CopyAsync()
    {
        await WriteAsync();
        _copy = (_service.Copy(), [.. _places]);
    }

    // A client that had no event from after the copy cannot be told of it, as the copy knows nothing of it.
    private async Task RestoreAsync()
    {
        if (_copy is not { } copy)
        {
            return;
        }

        var gone = _places.Where(sequence => !copy.Places.Contains(sequence)).ToHashSet();
        foreach (var reader in _readers.Where(reader => !gone.Contains(reader.Position)))
        {
            reader.Excuse(_given.Where(one => gone.Contains(one.Key)).Select(one => one.Value));
        }

        await _service.KillAsync(copy.File);
        _places = [.. copy.Places];
        Began();
    }

    private void Began() => _places.Add(Log.Head);
}
