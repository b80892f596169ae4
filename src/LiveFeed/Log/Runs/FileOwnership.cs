using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LiveFeed.Log.Runs;

/// <summary>
/// Makes sure that only this process serves a log: two would give out the same sequences. On Linux it is a lock (flock)
/// on the log's own file, so a symlink, a hard link and any other path meet the same lock. SQLite uses other locks
/// (fcntl). The kernel drops those when any handle of the file is closed, so this handle is closed after SQLite's. The
/// lock ends with the process, however it ends.
/// </summary>
internal sealed partial class FileOwnership : IDisposable
{
    private const int ReadOnlyAndNotInherited = 0x80000; // O_RDONLY | O_CLOEXEC
    private const int ExclusiveAndAtOnce = 2 | 4; // LOCK_EX | LOCK_NB
    private const int Unlock = 8; // LOCK_UN
    private const int WouldBlock = 11; // EWOULDBLOCK

    private readonly IDisposable _handle;

    private FileOwnership(IDisposable handle) => _handle = handle;

    /// <summary>Takes the log's file, which must exist.</summary>
    /// <exception cref="IOException">Another process has it, or it cannot be opened.</exception>
    internal static FileOwnership Take(string path)
    {
        if (!OperatingSystem.IsLinux() || IsShared(path))
        {
            return new FileOwnership(LockBeside(path));
        }

        LetGoOfLockBeside(path);
        while (true)
        {
            var handle = Lock(path, of: path);

            // The process that had it until now may have set the file aside. Then another file is at the path.
            if (StandsAt(path, handle))
            {
                return new FileOwnership(handle);
            }

            handle.Dispose();
        }
    }

    // Closing the handle is not enough: a child process that is just being started has it, too, until it runs its
    // program.
    public void Dispose()
    {
        if (_handle is SafeFileHandle { IsClosed: false } handle)
        {
            _ = Lock(handle.DangerousGetHandle(), Unlock);
        }

        _handle.Dispose();
    }

    private static bool StandsAt(string path, SafeFileHandle handle)
    {
        using var now = Open(path);
        return PlaceOf(handle) == PlaceOf(now);
    }

    private static string? PlaceOf(SafeFileHandle handle) =>
        new FileInfo($"/proc/self/fd/{handle.DangerousGetHandle()}").LinkTarget;

    private static SafeFileHandle Lock(string file, string of)
    {
        var handle = Open(file);
        if (Lock(handle.DangerousGetHandle(), ExclusiveAndAtOnce) == 0)
        {
            return handle;
        }

        var error = Marshal.GetLastPInvokeError();
        handle.Dispose();
        throw error == WouldBlock ? InUse(of) : Failure(of, error);
    }

    private static SafeFileHandle Open(string path)
    {
        var file = OpenFile(path, ReadOnlyAndNotInherited);
        return file >= 0 ? new SafeFileHandle(file, ownsHandle: true) : throw Failure(path, Marshal.GetLastPInvokeError());
    }

    // On network file systems, flock is built on fcntl and would lock SQLite out.
    private static bool IsShared(string path)
    {
        try
        {
            return new DriveInfo(path).DriveType == DriveType.Network;
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static FileStream LockBeside(string path)
    {
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(path + ".lock"))
        {
            throw InUse(path, e);
        }
    }

    // An older LiveFeed keeps the .lock file locked while it serves the log.
    private static void LetGoOfLockBeside(string path)
    {
        if (File.Exists(path + ".lock"))
        {
            using var beside = Lock(path + ".lock", of: path);
            File.Delete(path + ".lock");
        }
    }

    private static IOException InUse(string path, Exception? cause = null) =>
        new($"The log is in use by another LiveFeed: {path} is locked. Set LiveFeed:Log:Path to another file.", cause);

    private static IOException Failure(string path, int error) =>
        new($"The log {path} cannot be opened: {Marshal.GetPInvokeErrorMessage(error)}.");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Lock(nint file, int operation);
}
