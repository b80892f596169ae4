using System.Buffers;
using System.IO.Pipelines;
using LiveFeed.Access.Limits;
using LiveFeed.Bodies;
using LiveFeed.Events;
using LiveFeed.Publishing;
using LiveFeed.Refusals;
using LiveFeed.Scheduling;

namespace LiveFeed.Ingest.Ndjson;

/// <summary>
/// Publishes an <c>application/x-ndjson</c> body while it arrives. Each line is one event, accepted or refused by itself. A
/// published event stays, also when the rest never comes. Above the sender's rate the rest is read later: the sender waits.
/// A body without an accepted event within <c>LiveFeed:Limits:BodyBytes</c> is refused, and its rest is not read.
/// </summary>
internal sealed class NdjsonPublish(PublishSession session, LimitsOptions limits, TimeProvider time)
{
    private const int MaxRejectedListed = 1_000;

    // A refused line costs at least as much time as reading this many bytes.
    private const int RefusalBytes = 256;

    // Max bytes of an event's other members.
    private const int OtherFieldsBytes = 64 << 10;

    private readonly List<FeedEvent> _group = [];
    private readonly List<int> _groupLines = [];
    private readonly List<RejectedLine> _rejected = [];
    private int _line;
    private long _fruitful; // bytes of the body up to where an event was last accepted
    private long _penalty; // what lines refused since then cost beyond their bytes
    private int _accepted;
    private int _duplicates;
    private int _refused;
    private (Position First, Position Last)? _range; // of the accepted events
    private Refusal? _away; // set once the log cannot write; nothing is stored after that

    private int MaxLineBytes => limits.EventBytes + OtherFieldsBytes;

    private Refusal TooLong => new(
        RefusalKind.TooLarge,
        $"a line may have at most {MaxLineBytes} bytes (LiveFeed:Limits:EventBytes and {OtherFieldsBytes} more)");

    internal PublishAnswer Answer => new()
    {
        Accepted = _accepted,
        Positions = _range is { } range ? new PositionRange(range.First.ToString(), range.Last.ToString()) : null,
        Duplicates = _duplicates,

        // Rights are checked per group, so a forbidden line is found only after unreadable lines that follow it.
        Rejected = [.. _rejected.OrderBy(one => one.Line)],
    };

    internal bool NothingAccepted => _accepted == 0 && _refused > 0;

    /// <summary>Publishes line by line. <see cref="Answer"/> says what was stored, also after an exception.</summary>
    /// <exception cref="PublishRefusedException">The log cannot write.</exception>
    /// <exception cref="BodyRefusedException">The rest is not read.</exception>
    internal async Task ReadAsync(
        PipeReader body, BodyMemory hold, BodyRateGuard pace, LowPriorityWork work, CancellationToken cancellationToken)
    {
        var lines = new NdjsonLines(body, hold, pace, MaxLineBytes);
        while (await lines.ReadAsync(cancellationToken))
        {
            try
            {
                if (lines.Held > BodyReader.ShortBytes || !await TakeAsync(lines, BodyReader.ShortBytes, cancellationToken))
                {
                    await work.RunAsync(() => TakeLongAsync(lines, cancellationToken), cancellationToken);
                }
            }
            catch
            {
                lines.DropAll();
                throw;
            }

            lines.KeepRest();
        }
    }

    // A long line, or lines that bring no event: they must not delay live delivery.
    private async Task TakeLongAsync(NdjsonLines lines, CancellationToken cancellationToken)
    {
        if (!await TakeAsync(lines, Math.Max(limits.BodyBytes, MaxLineBytes), cancellationToken))
        {
            var read = $"{limits.BodyBytes} bytes (LiveFeed:Limits:BodyBytes)";
            throw new BodyRefusedException(new Refusal(
                RefusalKind.TooLarge, $"No event was accepted in {read}. Nothing after line {lines.Number} is read."));
        }
    }

    // Takes the lines that have arrived. Returns false, and leaves the rest, after more bytes than these without an
    // accepted event.
    private async ValueTask<bool> TakeAsync(NdjsonLines lines, long maxFruitless, CancellationToken cancellationToken)
    {
        while (lines.TryTake(out var line))
        {
            var refused = _refused;
            Take(lines, line);
            _penalty += (_refused - refused) * RefusalBytes;
            if (_group.Count < session.GroupEvents && Fruitless(lines) <= maxFruitless)
            {
                continue;
            }

            await PublishAsync(lines, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            if (Fruitless(lines) > maxFruitless)
            {
                return false;
            }
        }

        await PublishAsync(lines, cancellationToken);
        return Fruitless(lines) <= maxFruitless;
    }

    private long Fruitless(NdjsonLines lines) => lines.Passed - _fruitful + _penalty;

    private void Take(NdjsonLines lines, ReadOnlySequence<byte> line)
    {
        var isFirst = lines.Passed == line.Length || lines.Passed == line.Length + 1;
        _line = lines.Number;
        if (lines.IsTooLong)
        {
            List(_line, session.Counted(TooLong).Text);
        }
        else if (line.IsSingleSegment)
        {
            Parse(line.FirstSpan, isFirst);
        }
        else
        {
            var copy = ArrayPool<byte>.Shared.Rent((int)line.Length);
            line.CopyTo(copy);
            Parse(copy.AsSpan(0, (int)line.Length), isFirst);
            ArrayPool<byte>.Shared.Return(copy);
        }
    }

    private void Parse(ReadOnlySpan<byte> line, bool isFirst)
    {
        line = (isFirst ? BodyReader.WithoutByteOrderMark(line) : line).Trim(" \t\r"u8);
        if (line.IsEmpty)
        {
            return;
        }

        var (parsed, refusal) = NdjsonEvent.Read(line, session, limits, time.GetUtcNow());
        if (parsed is not null)
        {
            _group.Add(parsed);
            _groupLines.Add(_line);
        }
        else
        {
            List(_line, session.Counted(refusal!).Text);
        }
    }

    private async ValueTask PublishAsync(NdjsonLines lines, CancellationToken cancellationToken)
    {
        if (_group.Count == 0)
        {
            return;
        }

        var (accepted, refused) = (_accepted, _refused);
        await session.PublishEachAsync(_group, Note, cancellationToken);
        (_fruitful, _penalty) = _accepted > accepted
            ? (lines.Passed, 0)
            : (_fruitful, _penalty + ((_refused - refused) * RefusalBytes));
        _group.Clear();
        _groupLines.Clear();
        if (_away is { } refusal)
        {
            throw new PublishRefusedException(refusal);
        }
    }

    private void Note(int index, EventOutcome outcome)
    {
        if (outcome.Refusal is { } refusal && refusal.Kind == RefusalKind.Unavailable)
        {
            _away = refusal; // concerns the request, not the line
            return;
        }

        if (outcome.Refusal is { } ofLine)
        {
            List(_groupLines[index], ofLine.Text);
            return;
        }

        _accepted++;
        if (outcome.Receipt is { } receipt)
        {
            _duplicates += receipt.Duplicate ? 1 : 0;
            _range = (_range?.First ?? receipt.Position, receipt.Position);
        }
    }

    private void List(int line, string error)
    {
        _refused++;
        if (_rejected.Count < MaxRejectedListed)
        {
            _rejected.Add(new RejectedLine(line, error));
        }
    }
}
