using System.Buffers;
using System.IO.Pipelines;
using LiveFeed.Bodies;

namespace LiveFeed.Ingest.Ndjson;

/// <summary>
/// Cuts a body into lines while it arrives. What is here of a line that is not complete counts as held and must go on at a
/// pace; a line that is too long is dropped as it comes. For one thread at a time.
/// </summary>
/// <param name="body">The bytes.</param>
/// <param name="hold">Gets what is held.</param>
/// <param name="pace">Says how slowly the rest of a line may come.</param>
/// <param name="maxLineBytes">The longest line.</param>
internal sealed class NdjsonLines(PipeReader body, BodyMemory hold, BodyRateGuard pace, int maxLineBytes)
{
    private static readonly SearchValues<byte> Blank = SearchValues.Create(" \t\r\n"u8);

    private ReadOnlySequence<byte> _rest;
    private long _searched; // so many bytes of the rest have no line end: a line that comes in pieces is searched once
    private bool _skipping; // within a line that is too long
    private bool _ended;

    /// <summary>The line that was taken last, counted from 1, blank lines included.</summary>
    internal int Number { get; private set; }

    /// <summary>The line that was taken last is too long; what was given of it is only its end.</summary>
    internal bool IsTooLong { get; private set; }

    /// <summary>Bytes that are here and not done with.</summary>
    internal long Bytes => _rest.Length;

    /// <summary>Bytes that are done with.</summary>
    internal long Passed { get; private set; }

    /// <summary>
    /// Waits for more of the body; false at its end. Then lines are to be taken, and after them <see cref="KeepRest"/> or
    /// <see cref="DropAll"/> called.
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

    /// <summary>The next line that is here, without its end.</summary>
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

    /// <summary>Holds what is here of the next line.</summary>
    /// <exception cref="BodyRefusedException">There is no room for it.</exception>
    internal void KeepRest()
    {
        if (!hold.TryHold(_searched > BodyRateGuard.FreeBytes ? _searched : 0))
        {
            DropAll();
            throw new BodyRefusedException(BodyMemory.NoRoom);
        }

        body.AdvanceTo(_rest.Start, _rest.End);
    }

    /// <summary>Gives everything back: an answer can be sent only when nobody is reading.</summary>
    internal void DropAll() => body.AdvanceTo(_rest.End);

    // In runs, for a body may have nothing else.
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
