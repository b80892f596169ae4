using System.Text.Json;
using LiveFeed.Faults.Load;

namespace LiveFeed.Faults.Sections;

/// <summary>
/// For a while the disk is full, or the log's file is moved away, or nothing may be changed. Most of it needs root.
/// </summary>
internal sealed class DiskSection : ISection
{
    // Not the file that SQLite shares between its connections as memory: a store into memory cannot fail, and the kernel
    // ends the process that does it (SIGBUS), as after a kill.
    private static readonly string[] Files = ["feed.db", "feed.db-wal", ""];

    private static readonly Trouble[] Troubles =
    [
        new("disk full", Fill, service => File.Delete(Filler(service)), Prepare: Mount),
        new("the log's file is moved away", Hide, service => service.ShowLog()),
        new("files and folder read-only", service => Freeze(service, "+i"), service => Freeze(service, "-i")),
    ];

    public string Name => "disk";

    public async IAsyncEnumerable<FaultResult> RunAsync()
    {
        foreach (var trouble in Troubles)
        {
            yield return await RunAsync(trouble);
        }
    }

    // At commit, where every answered event is on disk, and with producers that try again all the while.
    private static async Task<FaultResult> RunAsync(Trouble trouble)
    {
        var canDo = true;
        using var service = await Service.StartAsync(
            ["--LiveFeed:Log:Durability=commit"], prepare: service => canDo = trouble.Prepare?.Invoke(service) ?? true);
        try
        {
            await using var crowd = new Crowd(service);
            await crowd.StartAsync();
            await crowd.UntilAcknowledgedAsync();
            if (!canDo || !trouble.Make(service))
            {
                return FaultResult.Skipped(trouble.Name, "it takes root, and a file system that can");
            }

            var (reason, recovered) = await SitOutAsync(service, trouble);
            await crowd.UntilAcknowledgedAsync();
            var verdict = await crowd.EndAsync(mayLoseLastMoment: false);
            await service.TerminateAsync();
            return new FaultResult(
                trouble.Name,
                1,
                crowd.Witness.Acknowledged,
                verdict.Lost,
                verdict.Duplicated,
                recovered,
                $"meanwhile {reason}");
        }
        finally
        {
            trouble.Mend(service);
            Unmount(service);
        }
    }

    private static async Task<(string Reason, TimeSpan Recovered)> SitOutAsync(Service service, Trouble trouble)
    {
        var answer = "";
        await Wait.UntilAsync(
            async () =>
            {
                (var isReady, answer) = await service.AskReadyAsync();
                FaultException.Unless(!service.HasExited, $"the service ended:\n{service.Output}");
                return !isReady && answer.StartsWith('{');
            },
            $"readiness tells of it: {trouble.Name}");
        trouble.Mend(service);
        var reason = JsonSerializer.Deserialize<JsonElement>(answer).GetProperty("checks").GetProperty("log").GetString()!;
        return (reason.Replace(service.Folder, "", StringComparison.Ordinal), await service.UntilReadyAsync());
    }

    private static bool Mount(Service service) =>
        Tool.Run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", LogFolder(service));

    private static void Unmount(Service service) => Tool.Run("umount", "--lazy", LogFolder(service));

    private static bool Fill(Service service)
    {
        using var filler = new FileStream(Filler(service), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var some = new byte[64 << 10];
        try
        {
            while (true)
            {
                filler.Write(some);
            }
        }
        catch (IOException)
        {
            return true; // it is full
        }
    }

    private static bool Hide(Service service)
    {
        service.HideLog();
        return true;
    }

    private static bool Freeze(Service service, string flag) =>
        Tool.Run("chattr", [flag, .. Files.Select(file => Path.Combine(LogFolder(service), file))]);

    private static string LogFolder(Service service) => Path.GetDirectoryName(service.LogFile)!;

    private static string Filler(Service service) => Path.Combine(LogFolder(service), "filler");

    /// <param name="Name">As in the table.</param>
    /// <param name="Make">Returns whether it could.</param>
    /// <param name="Mend">May be called again, and also when it was not made.</param>
    /// <param name="Prepare">Before the service starts; returns whether it could.</param>
    private sealed record Trouble(
        string Name, Predicate<Service> Make, Action<Service> Mend, Predicate<Service>? Prepare = null);
}
