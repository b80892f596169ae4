using System.Diagnostics;
using System.Net;
using LiveFeed.Log.Sqlite;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Hosting;

/// <summary>The service on a disk of 2 MB (a tmpfs, which needs root) that fills and is enlarged.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly bool _mounted;

    public FullDiskTests() => _mounted = Mount("size=2m");

    public void Dispose()
    {
        if (_mounted)
        {
            Run("umount", "--lazy", _folder.Path);
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task Publishers_get_503_until_there_is_room_and_nothing_answered_before_is_lost()
    {
        Assert.SkipUnless(_mounted, "mounting a small file system needs root");
        await using var server = new LiveFeedServer(("Log:Provider", "sqlite"), ("Log:Path", _folder.File("feed.db")));
        var answered = 0;
        var payload = new string('x', 200_000);
        await Deadline.UntilAsync(
            async () =>
            {
                using var response = await server.Http.PostToTopicAsync("demo/a", payload);
                answered += response.StatusCode == HttpStatusCode.Accepted ? 1 : 0;
                await UntilTriedAsync((SqliteEventLog)server.Log);
                return response.StatusCode == HttpStatusCode.ServiceUnavailable && response.Headers.RetryAfter is not null;
            },
            "the disk is full");
        await server.Http.GetJsonAsync("/healthz/ready", HttpStatusCode.ServiceUnavailable);
        await server.Http.GetJsonAsync("/healthz/live");

        Assert.True(Mount("remount,size=64m"));
        await Deadline.UntilAsync(
            async () =>
            {
                using var ready = await server.Http.GetAsync(
                    new Uri("/healthz/ready", UriKind.Relative), TestContext.Current.CancellationToken);
                return ready.IsSuccessStatusCode;
            },
            "the log writes again");
        await server.Http.PublishNumbersAsync("demo/a", 1);

        var history = await server.Http.GetJsonAsync("/history?topic=demo/a");
        Assert.Equal(answered + 1, history.GetProperty("events").GetArrayLength());
    }

    // Not more events are answered than fit the larger disk, however late the writer runs.
    private static Task UntilTriedAsync(SqliteEventLog log) => Deadline.UntilAsync(
        () => log.Fault is not null || log.Unwritten(1).Count == 0, "what was answered is written, or cannot be");

    private static bool Run(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // there is no such command
        }
    }

    private bool Mount(string options) => Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", _folder.Path);
}
