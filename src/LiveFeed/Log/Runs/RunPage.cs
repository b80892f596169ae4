using System.Buffers.Binary;
using System.IO;
using System.IO.MemoryMappedFiles;
using System.Text;
using LiveFeed.Events;

namespace LiveFeed.Log.Runs;

/// <summary>
/// The last sequence that the current run has given out, in a small file beside the log that is mapped into memory. A write
/// there costs a nanosecond, and the kernel keeps it when the process is killed. A power cut may lose it, so the page names
/// the boot of the machine, too. Guarded by its log's lock.
/// <para>Bytes: a mark (8), the last sequence given (8), the run (8), the boot (16), the epoch (16, filled up with
/// NULs).</para>
/// </summary>
internal sealed class RunPage : IDisposable
{
    private const int Size = 56;
    private const int GivenAt = 8, RunAt = 16, BootAt = 24, EpochAt = 40;

    private readonly MemoryMappedViewAccessor _view;
    private bool _isClosed;

    private RunPage(MemoryMappedViewAccessor view) => _view = view;

    private static ReadOnlySpan<byte> Mark => "LFRUN 1\n"u8;

    /// <summary>What the previous run left there; null when there is nothing, or it is of another log.</summary>
    internal static RunNote? Read(string path, string epoch)
    {
        byte[] bytes;
        try
        {
            bytes = File.Exists(path) ? File.ReadAllBytes(path) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        if (bytes.Length < Size || !bytes.AsSpan().StartsWith(Mark) ||
            Encoding.ASCII.GetString(bytes, EpochAt, Position.MaxEpochLength).TrimEnd('\0') != epoch)
        {
            return null;
        }

        var note = new RunNote(
            BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(RunAt)),
            BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(GivenAt)),
            MachineBoot.Current is { } boot && boot == new Guid(bytes.AsSpan(BootAt, 16)));
        return note.IsPlausible ? note : null;
    }

    /// <summary>Begins the page of a run, in place of the previous one.</summary>
    /// <returns>Null where the system cannot have such a page. The previous one is then deleted, too.</returns>
    /// <exception cref="IOException">The page of the previous run is still there and cannot be replaced.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    internal static RunPage? Begin(string path, string epoch, long run)
    {
        if (MachineBoot.Current is { } boot)
        {
            try
            {
                return Make(path, epoch, run, boot);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
            {
                // A file system without mapped files. The reservation in the log counts instead.
            }
        }

        File.Delete(path);
        return null;
    }

    /// <summary>Everything up to this sequence has been given out.</summary>
    internal void Gave(long sequence)
    {
        if (!_isClosed)
        {
            _view.Write(GivenAt, sequence);
        }
    }

    public void Dispose()
    {
        _isClosed = true;
        _view.Dispose();
    }

    // Written completely before it takes its place, so a kill never leaves half a page.
    private static RunPage Make(string path, string epoch, long run, Guid boot)
    {
        var bytes = new byte[Size];
        Mark.CopyTo(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(GivenAt), run);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(RunAt), run);
        boot.TryWriteBytes(bytes.AsSpan(BootAt));
        Encoding.ASCII.GetBytes(epoch, bytes.AsSpan(EpochAt));
        var made = path + "-new";
        using var file = new FileStream(made, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        file.Write(bytes);
        file.Flush(flushToDisk: true); // allocates its block: a later write must not fail on a full disk
        using var map = MemoryMappedFile.CreateFromFile(
            file, mapName: null, Size, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
        var view = map.CreateViewAccessor(0, Size, MemoryMappedFileAccess.ReadWrite);
        try
        {
            File.Move(made, path, overwrite: true);
        }
        catch
        {
            view.Dispose();
            throw;
        }

        return new RunPage(view);
    }
}
