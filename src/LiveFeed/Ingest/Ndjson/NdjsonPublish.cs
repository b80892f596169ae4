using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Unicode;
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
    private long _fruitless; // bytes read since an event was accepted
    private int _accepted;
    private int _duplicates;
    private int _refused;
    private (Position First, Position Last)? _range; // of the accepted events
    private Refusal? _away; // set once the log cannot write; nothing is stored after that

    private int MaxLineBytes => limits.EventBytes + OtherFieldsBytes;

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
            var (accepted, refused, passed) = (_accepted, _refused, lines.Passed);
            try
            {
                if (lines.Bytes > BodyReader.ShortBytes)
                {
                    await work.RunAsync(() => TakeAsync(lines, cancellationToken).AsTask(), cancellationToken);
                }
                else
                {
                    await TakeAsync(lines, cancellationToken);
                }
            }
            catch
            {
                lines.DropAll();
                throw;
            }

            lines.KeepRest();
            var cost = lines.Passed - passed + ((_refused - refused) * RefusalBytes);
            _fruitless = _accepted > accepted ? 0 : _fruitless + cost;
            if (_fruitless > Math.Max(limits.BodyBytes, MaxLineBytes))
            {
                var read = $"{limits.BodyBytes} bytes (LiveFeed:Limits:BodyBytes)";
                throw new BodyRefusedException(new Refusal(
                    RefusalKind.TooLarge, $"No event was accepted in {read}. Nothing after line {lines.Number} is read."));
            }
        }
    }

    private async ValueTask TakeAsync(NdjsonLines lines, CancellationToken cancellationToken)
    {
        while (lines.TryTake(out var line))
        {
            Take(lines, line);
            if (_group.Count == session.GroupEvents)
            {
                await PublishAsync(cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        await PublishAsync(cancellationToken);
    }

    private void Take(NdjsonLines lines, ReadOnlySequence<byte> line)
    {
        var isFirst = lines.Passed == line.Length || lines.Passed == line.Length + 1;
        _line = lines.Number;
        if (lines.IsTooLong)
        {
            Refuse(
                _line,
                RefusalKind.TooLarge,
                $"a line may have at most {MaxLineBytes} bytes (LiveFeed:Limits:EventBytes and {OtherFieldsBytes} more)");
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

        if (!Utf8.IsValid(line))
        {
            Refuse(_line, RefusalKind.Malformed, "must be valid UTF-8");
            return;
        }

        var fields = session.NewFields();
        try
        {
            var reader = new Utf8JsonReader(line, EventParser.ReaderOptions(limits));
            reader.Read();
            EventParser.Read(ref reader, line, fields);
            reader.Read(); // throws when anything follows
        }
        catch (JsonException e)
        {
            Refuse(_line, RefusalKind.Malformed, $"is not well-formed JSON. {e.Message}");
            return;
        }

        if (fields.Build(time.GetUtcNow()) is { } parsed)
        {
            _group.Add(parsed);
            _groupLines.Add(_line);
        }
        else
        {
            var errors = fields.Errors.Select(error => $"{error.Pointer}: {error.Message}");
            Refuse(_line, FieldError.KindOf(fields.Errors), string.Join("; ", errors));
        }
    }

    private async ValueTask PublishAsync(CancellationToken cancellationToken)
    {
        if (_group.Count == 0)
        {
            return;
        }

        await session.PublishEachAsync(_group, Note, cancellationToken);
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

    private void Refuse(int line, RefusalKind kind, string error) => List(line, session.Counted(new(kind, error)).Text);

    private void List(int line, string error)
    {
        _refused++;
        if (_rejected.Count < MaxRejectedListed)
        {
            _rejected.Add(new RejectedLine(line, error));
        }
    }
}
