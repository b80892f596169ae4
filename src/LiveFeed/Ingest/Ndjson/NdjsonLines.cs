using System.Buffers;
using System.IO.Pipelines;
using LiveFeed.Bodies;

namespace LiveFeed.Ingest.Ndjson;

/// <summary>
/// Cuts a body into lines while it arrives. The bytes of an incomplete line count as held, and its rest must arrive at a min
/// pace. A line that is too long is dropped while it arrives. For one thread at a time.
/// </summary>
/// <param name="body">The bytes.</param>
/// <param name="hold">Counts the held bytes.</param>
/// <param name="pace">Sets the min pace for the rest of a line.</param>
/// <param name="maxLineBytes">The longest line.</param>
internal sealed class NdjsonLines(PipeReader body, BodyMemory hold, BodyRateGuard pace, int maxLineBytes)
{
    private static readonly SearchValues<byte> Blank = SearchValues.Create(" \t\r\n"u8);

    private ReadOnlySequence<byte> _rest;
    private long _searched; // bytes of the rest without a line end, so a line that comes in pieces is searched once
    private bool _skipping; // within a line that is too long
    private bool _ended;

    /// <summary>The line that was taken last, counted from 1, blank lines included.</summary>
    internal int Number { get; private set; }

    /// <summary>The line that was taken last is too long. Only its end was returned.</summary>
    internal bool IsTooLong { get; private set; }

    /// <summary>Bytes that arrived earlier and are a part of the next line.</summary>
    internal long Held => _searched;

    /// <summary>Processed bytes.</summary>
    internal long Passed { get; private set; }

    /// <summary>
    /// Waits for more of the body; false at its end. The caller then takes lines, and after them calls
    /// <see cref="KeepRest"/> or <see cref="DropAll"/>.
    /// </summary>
    /// <exception cref="BodyRefusedException">The rest of a line comes too slowly.</exception>
    internal async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (_ended)
        {
            return false;
        }

        var result = await pace.ReadAsync(body, _searched, _searched, cancellationToken);
        (_rest, _ended) = (result.Buffer, result.IsCompleted);
        return true;
    }

    /// <summary>The next line that has arrived, without its line end.</summary>
    internal bool TryTake(out ReadOnlySequence<byte> line)
    {
        PassBlank();
        if (_rest.Slice(_searched).PositionOf((byte)'\n') is { } end)
        {
            line = _rest.Slice(0, end);
            Take(line.Length);
            Pass(line.Length + 1);
            return true;
        }

        line = _rest;
        if (_ended && (_rest.Length > 0 || _skipping))
        {
            Take(line.Length);
            Pass(line.Length);
            return true;
        }

        if (_skipping || _rest.Length > maxLineBytes)
        {
            _skipping = true;
            Pass(_rest.Length);
        }

        _searched = _rest.Length;
        return false;
    }

    /// <summary>Holds the part of the next line that has arrived.</summary>
    /// <exception cref="BodyRefusedException">There is no room for it.</exception>
    internal void KeepRest()
    {
        if (!hold.TryHold(_searched > BodyRateGuard.FreeBytes ? _searched : 0))
        {
            hold.Dispose(); // at once, so that the next one to ask has room
            DropAll();
            throw new BodyRefusedException(BodyMemory.NoRoom);
        }

        body.AdvanceTo(_rest.Start, _rest.End);
    }

    /// <summary>Gives all bytes back to the reader: an answer can be sent only when nobody is reading.</summary>
    internal void DropAll() => body.AdvanceTo(_rest.End);

    // Passes blanks in runs, because a whole body may be blank.
    private void PassBlank()
    {
        while (_searched == 0 && !_skipping && !_rest.IsEmpty)
        {
            var span = _rest.FirstSpan;
            var run = span.IndexOfAnyExcept(Blank) is >= 0 and var length ? length : span.Length;
            if (run == 0 && !span.IsEmpty)
            {
                return;
            }

            Number += span[..run].Count((byte)'\n');
            _rest = _rest.Slice(run);
            Passed += run;
        }
    }

    private void Take(long length)
    {
        Number++;
        IsTooLong = _skipping || length > maxLineBytes;
        _skipping = false;
    }

    private void Pass(long bytes)
    {
        _rest = _rest.Slice(bytes);
        _searched = 0;
        Passed += bytes;
    }
}
