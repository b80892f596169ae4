using System.Globalization;
using System.Runtime.InteropServices;
using LiveFeed.Log.Runs;
using LiveFeed.Log;
using LiveFeed.Log.Sqlite;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Win32.SafeHandles;

namespace LiveFeed.Tests.Log;

/// <summary>
/// One process owns a log, by whatever path it opens it. <c>KillTests</c> proves that two processes meet the same lock.
/// </summary>
public sealed class FileOwnershipTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Path => _folder.File("feed.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_process_that_comes_by_a_symlink_meets_the_lock_and_keeps_all_files_beside_the_log()
    {
        File.CreateSymbolicLink(_folder.File("link.db"), Path); // there is no file yet
        await using (Open("link.db"))
        {
            Assert.True(File.Exists(SqliteStore.PageOf(Path)));
            Assert.Contains(
                "in use by another LiveFeed",
                Assert.Throws<IOException>(() => Open("feed.db")).Message,
                StringComparison.Ordinal);
        }

        await using var next = Open("feed.db");
        Assert.Empty(Directory.GetFiles(_folder.Path, "link.db-*"));
    }

    [Fact]
    public async Task A_lock_file_of_an_older_version_counts_while_it_is_held_and_is_removed_afterwards()
    {
        await Open("feed.db").DisposeAsync();
        await File.WriteAllTextAsync(Path + ".lock", "", TestContext.Current.CancellationToken);
        using (FileOwnership.Take(Path + ".lock"))
        {
            Assert.Contains(
                "in use by another LiveFeed",
                Assert.Throws<IOException>(() => Open("feed.db")).Message,
                StringComparison.Ordinal);
        }

        await using var log = Open("feed.db");
        Assert.False(File.Exists(Path + ".lock"));
    }

    [Fact]
    public async Task Files_that_another_log_left_beside_a_missing_file_are_not_used()
    {
        foreach (var ending in (string[])["-wal", "-shm", "-run"])
        {
            await File.WriteAllTextAsync(Path + ending, "left behind", TestContext.Current.CancellationToken);
        }

        await using var log = Open("feed.db");

        Assert.Equal(0, log.Head);
        Assert.Null(log.Fault);
        Assert.Empty(Directory.GetFiles(_folder.Path, "feed.db-new*"));
    }

    [Fact]
    public async Task A_lock_ends_with_its_owner_also_while_a_child_process_that_is_being_started_has_the_handle()
    {
        await File.WriteAllTextAsync(Path, "", TestContext.Current.CancellationToken);
        var owner = FileOwnership.Take(Path);
        var handle = Directory.GetFiles("/proc/self/fd").Single(file => new FileInfo(file).LinkTarget == Path);
        using var childs = new SafeFileHandle(
            Duplicate(int.Parse(System.IO.Path.GetFileName(handle), CultureInfo.InvariantCulture)), ownsHandle: true);

        owner.Dispose();

        FileOwnership.Take(Path).Dispose();
    }

    // As fork(2) does with every handle.
    [DllImport("libc", EntryPoint = "dup")]
    private static extern int Duplicate(int handle);

    private SqliteEventLog Open(string name) => new(
        Options.Create(new LogOptions { Path = _folder.File(name) }),
        TimeProvider.System,
        NullLogger<SqliteEventLog>.Instance);
}
