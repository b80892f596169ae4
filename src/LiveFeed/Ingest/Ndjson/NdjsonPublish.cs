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
/// Publishes an <c>application/x-ndjson</c> body while it arrives: one event a line, each accepted or refused by itself,
/// any number. What has been published stays so, also when the rest never comes. Where the sender may publish only so many
/// a second, the rest is read later, so that the sender waits and nothing is refused. A body that brings nothing but what
/// cannot be accepted, for as many bytes as a whole JSON body may have, is read no further.
/// </summary>
internal sealed class NdjsonPublish(PublishSession session, LimitsOptions limits, TimeProvider time)
{
    private const int MaxRejectedListed = 1_000;

    // What refusing a line costs at least, in bytes that could be read in the same time.
    private const int RefusalBytes = 256;

    // What an event may have beside its data.
    private const int OtherFieldsBytes = 64 << 10;

    private readonly List<FeedEvent> _group = [];
    private readonly List<int> _groupLines = [];
    private readonly List<RejectedLine> _rejected = [];
    private int _line;
    private long _fruitless; // bytes read since an event was accepted
    private int _accepted;
    private int _duplicates;
    private int _refused;
    private (Position First, Position Last)? _range; // of what was accepted
    private Refusal? _away; // the log, since which nothing is stored

    private int MaxLineBytes => limits.EventBytes + OtherFieldsBytes;

    internal PublishAnswer Answer => new()
    {
        Accepted = _accepted,
        Positions = _range is { } range ? new PositionRange(range.First.ToString(), range.Last.ToString()) : null,
        Duplicates = _duplicates,

        // What may not be published is found with its group: after lines behind it that cannot be read.
        Rejected = [.. _rejected.OrderBy(one => one.Line)],
    };

    internal bool NothingAccepted => _accepted == 0 && _refused > 0;

    /// <summary>Publishes line by line to the body's end. <see cref="Answer"/> tells at any end what was stored.</summary>
    /// <exception cref="PublishRefusedException">The log cannot write.</exception>
    /// <exception cref="BodyRefusedException">The rest is not read.</exception>
    internal async Task ReadAsync(PipeReader body, BodyMemory hold, BodyRateGuard pace, LowPriorityWork work, CancellationToken cancellationToken)
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
            _fruitless = _accepted > accepted ? 0 : _fruitless + lines.Passed - passed + ((_refused - refused) * RefusalBytes);
            if (_fruitless > Math.Max(limits.BodyBytes, MaxLineBytes))
            {
                throw new BodyRefusedException(new Refusal(
                    RefusalKind.TooLarge, $"After line {lines.Number} nothing more is read: for {limits.BodyBytes} bytes (LiveFeed:Limits:BodyBytes) no event was accepted."));
            }
        }
    }

    /// <summary>Publishes the lines that have arrived.</summary>
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
            _away = refusal; // of the request and not of the line
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

    private void Refuse(int line, RefusalKind kind, string error) => List(line, session.Counted(new Refusal(kind, error)).Text);

    private void List(int line, string error)
    {
        _refused++;
        if (_rejected.Count < MaxRejectedListed)
        {
            _rejected.Add(new RejectedLine(line, error));
        }
    }
}
