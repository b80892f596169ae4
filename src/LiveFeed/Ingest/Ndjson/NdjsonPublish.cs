using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Unicode;
using LiveFeed.Access.Limits;
using LiveFeed.Access.Authorization;
using LiveFeed.Bodies;
using LiveFeed.Events;
using LiveFeed.Http;
using LiveFeed.Hub;
using LiveFeed.Log;
using LiveFeed.Publishing;
using LiveFeed.Scheduling;

namespace LiveFeed.Ingest.Ndjson;

/// <summary>
/// Publishes an <c>application/x-ndjson</c> body while it arrives: one event a line, each accepted or refused by itself,
/// any number. What has been published stays so, also when the rest never comes. Where the sender may publish only so many
/// a second, the rest is read later, so that the sender waits and nothing is refused. A body that brings nothing but what cannot be
/// accepted, for as many bytes as a whole JSON body may have, is read no further.
/// </summary>
internal sealed class NdjsonPublish(
    FeedPublisher publisher, Caller caller, PublishAllowance allowance, LimitsOptions limits, TimeProvider time)
{
    // Lines that have arrived are published together, at most so many, so that an answer does not wait for a large batch.
    private const int MostGroupEvents = 500;
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
    private Position? _first;
    private Position? _last;

    private int GroupEvents => Math.Min(MostGroupEvents, allowance.Turn);

    private int MaxLineBytes => limits.EventBytes + OtherFieldsBytes;

    internal PublishAnswer Answer => new()
    {
        Accepted = _accepted,
        Positions = _first is null ? null : new PositionRange(_first.Value.ToString(), _last!.Value.ToString()),
        Duplicates = _duplicates,

        // Ids in use are found when a group is published: after lines behind them that cannot be read.
        Rejected = [.. _rejected.OrderBy(one => one.Line)],
    };

    internal bool NothingAccepted => _accepted == 0 && _refused > 0;

    /// <exception cref="LogUnavailableException">The log cannot write; <see cref="Answer"/> tells what was stored before.</exception>
    /// <exception cref="BodyRefusedException">The rest is not read; <see cref="Answer"/> tells what was stored before.</exception>
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
                throw new BodyRefusedException(new FeedProblem(
                    ProblemKind.TooLarge, $"After line {lines.Number} nothing more is read: for {limits.BodyBytes} bytes (LiveFeed:Limits:BodyBytes) no event was accepted."));
            }
        }
    }

    /// <summary>Publishes the lines that have arrived.</summary>
    private async ValueTask TakeAsync(NdjsonLines lines, CancellationToken cancellationToken)
    {
        while (lines.TryTake(out var line))
        {
            Take(lines, line);
            if (_group.Count == GroupEvents)
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
            Refuse(_line, ProblemKind.TooLarge, $"a line may have at most {MaxLineBytes} bytes (LiveFeed:Limits:EventBytes and {OtherFieldsBytes} more)");
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
            Refuse(_line, ProblemKind.Malformed, "must be valid UTF-8");
            return;
        }

        var fields = new EventFields(limits.EventBytes);
        try
        {
            var reader = new Utf8JsonReader(line, EventParser.ReaderOptions(limits));
            reader.Read();
            EventParser.Read(ref reader, line, fields);
            reader.Read(); // throws when anything follows
        }
        catch (JsonException e)
        {
            Refuse(_line, ProblemKind.Malformed, $"is not well-formed JSON. {e.Message}");
            return;
        }

        var now = time.GetUtcNow();
        if (fields.Build(now) is not { } parsed)
        {
            Refuse(
                _line,
                fields.Errors.Any(error => error.TooLarge) ? ProblemKind.TooLarge : ProblemKind.Invalid,
                string.Join("; ", fields.Errors.Select(error => $"{error.Pointer}: {error.Message}")));
        }
        else if (caller.HasExpired(now))
        {
            Refuse(_line, AccessProblems.Expired.Kind, AccessProblems.Expired.Detail); // the request may have been open for hours
        }
        else if (caller.MayPublish(parsed.Topic) is { } forbidden)
        {
            Refuse(_line, forbidden.Kind, forbidden.Detail);
        }
        else
        {
            _group.Add(parsed);
            _groupLines.Add(_line);
        }
    }

    private async ValueTask PublishAsync(CancellationToken cancellationToken)
    {
        if (_group.Count > 0)
        {
            await allowance.WaitForAsync(_group.Count, cancellationToken);
        }

        while (_group.Count > 0)
        {
            try
            {
                Accept(await publisher.PublishAsync(_group, cancellationToken));
                _group.Clear();
                _groupLines.Clear();
            }
            catch (IdempotencyConflictException e)
            {
                // Nothing of the group is stored: the others go again without this one.
                Refuse(_groupLines[e.Index], ProblemKind.IdInUse, $"/id: {e.Message}");
                _group.RemoveAt(e.Index);
                _groupLines.RemoveAt(e.Index);
            }
        }
    }

    private void Accept(IReadOnlyList<Receipt> receipts)
    {
        _accepted += _group.Count;
        foreach (var receipt in receipts)
        {
            _duplicates += receipt.Duplicate ? 1 : 0;
            _first ??= receipt.Position;
            _last = receipt.Position;
        }
    }

    private void Refuse(int line, ProblemKind kind, string error)
    {
        publisher.Refused(kind.Name);
        _refused++;
        if (_rejected.Count < MaxRejectedListed)
        {
            _rejected.Add(new RejectedLine(line, error));
        }
    }
}
