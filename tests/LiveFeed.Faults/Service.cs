using System.Globalization;
using LiveFeed.Bench.Linux;
using LiveFeed.Tests.Support;

namespace LiveFeed.Faults;

/// <summary>The service as a process, with a folder of its own, on a port that stays the same over restarts.</summary>
internal sealed class Service : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("livefeed-faults-");
    private ServiceProcess _process = null!; // from the start on

    private Service() => Directory.CreateDirectory(Path.GetDirectoryName(LogFile)!);

    internal int Port => Address.Port;

    internal Uri Address => _process.Address;

    internal HttpClient Http => _process.Http;

    internal string Folder => _folder.FullName;

    internal string LogFile => Path.Combine(Folder, "log", "feed.db");

    private string HiddenLogFile => LogFile + ".away";

    internal int ProcessId => _process.Id;

    internal double Megabytes => ProcessFigures.ResidentKilobytes(ProcessId) / 1024.0;

    internal bool HasExited => _process.HasExited;

    internal int ExitCode => _process.ExitCode;

    internal string Output => _process.Output;

    /// <param name="settings">As on the command line.</param>
    /// <param name="prepare">Called before it starts, when its folders are there.</param>
    /// <param name="environment">Variables that it has besides this process's.</param>
    /// <param name="launcher">What its command begins with, such as <c>taskset -c 0</c>.</param>
    internal static async Task<Service> StartAsync(
        string[] settings, Action<Service>? prepare = null, Dictionary<string, string>? environment = null,
        IReadOnlyList<string>? launcher = null)
    {
        var service = new Service();
        prepare?.Invoke(service);
        service._process = await ServiceProcess.StartAsync(
            [$"--LiveFeed:Log:Path={service.LogFile}", "--LiveFeed:Metrics:Enabled=false", .. settings],
            launcher ?? [],
            environment);
        return service;
    }

    internal HttpClient NewClient() => new() { BaseAddress = Address, Timeout = Wait.Limit };

    internal void Signal(int signal) => _ = Libc.Kill(ProcessId, signal);

    /// <summary>SIGKILL: nothing is flushed, nobody is told.</summary>
    internal void Kill() => _process.Kill();

    /// <summary>SIGTERM; returns how long it took to end, and requires that it ended well.</summary>
    internal async Task<TimeSpan> TerminateAsync()
    {
        Signal(Libc.SigTerm);
        var took = await Wait.UntilAsync(() => HasExited, "the service ends");
        return ExitCode == 0 ? took : throw new FaultException($"it ended with {ExitCode}:\n{Output}");
    }

    /// <summary>Starts it again; returns how long it took until it could do its work.</summary>
    /// <param name="settings">Other settings beside those that it had.</param>
    internal Task<TimeSpan> RelaunchAsync(params string[] settings) => _process.RestartAsync(settings);

    /// <summary>Starts it again and requires that it refuses to start; returns what it has said.</summary>
    internal async Task<string> RelaunchInVainAsync() => await _process.RestartToEndAsync() == 1
        ? Output
        : throw new FaultException($"it ended with {ExitCode}:\n{Output}");

    /// <summary>Moves the log's file away, where it cannot be written; needs no rights.</summary>
    internal void HideLog() => Move(LogFile, HiddenLogFile);

    /// <summary>Moves it back, if it is away.</summary>
    internal void ShowLog() => Move(HiddenLogFile, LogFile);

    /// <summary>What <c>/healthz/ready</c> says.</summary>
    internal Task<(bool IsReady, string Answer)> AskReadyAsync() => _process.AskReadyAsync();

    internal Task<TimeSpan> UntilReadyAsync() => _process.UntilReadyAsync();

    /// <summary>A counter or gauge of <c>/metrics</c>; 0 while it is not there.</summary>
    internal async Task<double> MetricAsync(string name, string label = "")
    {
        var text = await Http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        var line = text.Split('\n').FirstOrDefault(
            line => line.StartsWith(name, StringComparison.Ordinal) && line.Contains(label, StringComparison.Ordinal));
        var figures = line?[(line.IndexOf('}', StringComparison.Ordinal) + 2)..].Split(' ');
        return figures is null ? 0 : double.Parse(figures[0], CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static void Move(string from, string to)
    {
        if (File.Exists(from))
        {
            File.Move(from, to);
        }
    }
}
