using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using LiveFeed.Bench.Linux;
using LiveFeed.Tests.Support;

namespace LiveFeed.Faults;

/// <summary>The service as a process, with a folder of its own, on a port that stays the same over restarts.</summary>
internal sealed class Service : IDisposable
{
    private readonly HeldPort _port = new();
    private readonly IReadOnlyList<string> _command;
    private readonly Dictionary<string, string> _environment;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("livefeed-faults-");
    private readonly StringBuilder _output = new(); // locked by itself
    private Process _process;

    private Service(
        string[] settings, Action<Service>? prepare, Dictionary<string, string>? environment, IReadOnlyList<string> launcher)
    {
        _environment = environment ?? [];
        Address = new Uri($"http://127.0.0.1:{Port}");
        Http = NewClient();
        _command =
        [
            .. launcher, "dotnet", Path.Combine(AppContext.BaseDirectory, "LiveFeed.dll"), $"--Urls={Address}",
            $"--LiveFeed:Log:Path={LogFile}", "--LiveFeed:Metrics:Enabled=false", .. settings,
        ];
        Directory.CreateDirectory(Path.GetDirectoryName(LogFile)!);
        prepare?.Invoke(this);
        _process = Launch([]);
    }

    internal int Port => _port.Number;

    internal Uri Address { get; }

    internal HttpClient Http { get; }

    internal string Folder => _folder.FullName;

    internal string LogFile => Path.Combine(Folder, "log", "feed.db");

    private string HiddenLogFile => LogFile + ".away";

    internal int ProcessId => _process.Id;

    internal double Megabytes => ProcessFigures.ResidentKilobytes(_process.Id) / 1024.0;

    internal bool HasExited => _process.HasExited;

    internal int ExitCode => _process.ExitCode;

    internal string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <param name="settings">As on the command line.</param>
    /// <param name="prepare">Called before it starts, when its folders are there.</param>
    /// <param name="environment">Variables that it has besides this process's.</param>
    /// <param name="launcher">What its command begins with, such as <c>taskset -c 0</c>.</param>
    internal static async Task<Service> StartAsync(
        string[] settings, Action<Service>? prepare = null, Dictionary<string, string>? environment = null,
        IReadOnlyList<string>? launcher = null)
    {
        var service = new Service(settings, prepare, environment, launcher ?? []);
        await service.UntilReadyAsync();
        return service;
    }

    internal HttpClient NewClient() => new() { BaseAddress = Address, Timeout = Wait.Limit };

    internal void Signal(int signal) => _ = Libc.Kill(_process.Id, signal);

    /// <summary>SIGKILL: nothing is flushed, nobody is told.</summary>
    internal void Kill()
    {
        Signal(Libc.SigKill);
        _process.WaitForExit();
    }

    /// <summary>SIGTERM; returns how long it took to end, and requires that it ended well.</summary>
    internal async Task<TimeSpan> TerminateAsync()
    {
        Signal(Libc.SigTerm);
        var took = await Wait.UntilAsync(() => HasExited, "the service ends");
        return ExitCode == 0 ? took : throw new FaultException($"it ended with {ExitCode}:\n{Output}");
    }

    /// <summary>Starts it again; returns how long it took until it could do its work.</summary>
    /// <param name="settings">Other settings beside those that it had.</param>
    internal async Task<TimeSpan> RelaunchAsync(params string[] settings)
    {
        _process.Dispose();
        _process = Launch(settings);
        return await UntilReadyAsync();
    }

    /// <summary>Starts it again and requires that it refuses to start; returns what it has said.</summary>
    internal async Task<string> RelaunchInVainAsync()
    {
        _process.Dispose();
        _process = Launch([]);
        await _process.WaitForExitAsync().WaitAsync(Wait.Limit, TimeProvider.System);
        return ExitCode == 1 ? Output : throw new FaultException($"it ended with {ExitCode}:\n{Output}");
    }

    /// <summary>Moves the log's file away, where it cannot be written; needs no rights.</summary>
    internal void HideLog() => Move(LogFile, HiddenLogFile);

    /// <summary>Moves it back, if it is away.</summary>
    internal void ShowLog() => Move(HiddenLogFile, LogFile);

    /// <summary>What <c>/healthz/ready</c> says.</summary>
    internal async Task<(bool IsReady, string Answer)> AskReadyAsync()
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri("/healthz/ready", UriKind.Relative));
            return (answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        }
        catch (HttpRequestException e)
        {
            return (false, e.Message);
        }
    }

    internal Task<TimeSpan> UntilReadyAsync() => Wait.UntilAsync(
        async () => HasExited ? throw new FaultException($"the service ended:\n{Output}") : (await AskReadyAsync()).IsReady,
        "the service is ready");

    /// <summary>A counter or gauge of <c>/metrics</c>; 0 while it is not there.</summary>
    internal async Task<double> MetricAsync(string name, string label = "")
    {
        var text = await Http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        var line = text.Split('\n').FirstOrDefault(
            line => line.StartsWith(name, StringComparison.Ordinal) && line.Contains(label, StringComparison.Ordinal));
        return line is null
            ? 0
            : double.Parse(
                line[(line.IndexOf('}', StringComparison.Ordinal) + 2)..].Split(' ')[0], CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        if (!HasExited)
        {
            Kill();
        }

        _process.Dispose();
        Http.Dispose();
        _port.Dispose();
        _folder.Delete(recursive: true);
    }

    private static void Move(string from, string to)
    {
        if (File.Exists(from))
        {
            File.Move(from, to);
        }
    }

    private Process Launch(string[] settings)
    {
        var start = new ProcessStartInfo(_command[0], [.. _command.Skip(1), .. settings])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Note(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
