using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace LiveFeed.Tests.Support;

/// <summary>The service as a process of its own, that can be killed; on a port that stays the same over restarts.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30); // far longer than a start or a stop takes
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    private readonly HeldPort _port = new();
    private readonly string[] _command;
    private readonly IReadOnlyDictionary<string, string>? _environment;
    private ChildProcess _process;

    private ServiceProcess(
        string[] settings,
        IReadOnlyList<string> launcher,
        IReadOnlyDictionary<string, string>? environment = null,
        string moreUrls = "")
    {
        Address = new Uri($"http://127.0.0.1:{_port.Number}");
        var program = Path.Combine(AppContext.BaseDirectory, "LiveFeed.dll");
        var urls = $"--Urls={Address}{moreUrls}";
        _command = [.. launcher, "dotnet", program, urls, .. settings]; // of two alike, the last holds
        _environment = environment;
        Http = new HttpClient { BaseAddress = Address, Timeout = Patience };
        _process = Launch([]);
    }

    internal Uri Address { get; }

    internal HttpClient Http { get; }

    internal int Id => _process.Id;

    internal bool HasExited => _process.HasExited;

    internal int ExitCode => _process.ExitCode;

    /// <summary>What it has written since it was last started.</summary>
    internal string Output => _process.Output;

    /// <summary>Starts it, and waits until it is ready.</summary>
    /// <param name="settings">As on the command line: <c>--LiveFeed:Log:Path=…</c>.</param>
    internal static Task<ServiceProcess> StartAsync(params string[] settings) =>
        StartAsync(settings, []);

    /// <summary>As <see cref="StartAsync(string[])"/>, with no more file descriptors than said.</summary>
    internal static Task<ServiceProcess> StartWithDescriptorsAsync(int descriptors, params string[] settings) =>
        StartAsync(settings, WithDescriptors(descriptors));

    /// <param name="settings">As on the command line.</param>
    /// <param name="launcher">What its command begins with, such as <c>taskset -c 0</c>.</param>
    /// <param name="environment">Variables that it has besides this process's.</param>
    /// <param name="moreUrls">Where else it listens: <c>;https://127.0.0.1:5081</c>.</param>
    internal static async Task<ServiceProcess> StartAsync(
        string[] settings,
        IReadOnlyList<string> launcher,
        IReadOnlyDictionary<string, string>? environment = null,
        string moreUrls = "")
    {
        var service = new ServiceProcess(settings, launcher, environment, moreUrls);
        try
        {
            await service.UntilReadyAsync();
            return service;
        }
        catch
        {
            service.Dispose();
            throw;
        }
    }

    /// <summary>Waits for the process to end by itself; returns the exit code.</summary>
    internal static Task<(int ExitCode, string Output)> RunToEndAsync(params string[] settings) =>
        RunToEndAsync(new ServiceProcess(settings, []));

    /// <summary>As <see cref="RunToEndAsync(string[])"/>, with no more file descriptors than said.</summary>
    internal static Task<(int ExitCode, string Output)> RunWithDescriptorsAsync(int descriptors, params string[] settings) =>
        RunToEndAsync(new ServiceProcess(settings, WithDescriptors(descriptors)));

    /// <summary>What comes before a command that may have so many file descriptors.</summary>
    internal static string[] WithDescriptors(int most) =>
        ["sh", "-c", string.Create(CultureInfo.InvariantCulture, $"ulimit -n {most} && exec \"$@\""), "sh"];

    /// <summary>SIGKILL: nothing is flushed, nobody is told.</summary>
    internal void Kill() => _process.Kill();

    /// <summary>Starts it again once it has ended; returns how long it took to be ready.</summary>
    /// <param name="settings">Others beside those that it had.</param>
    internal Task<TimeSpan> RestartAsync(params string[] settings)
    {
        _process.Dispose();
        _process = Launch(settings);
        return UntilReadyAsync();
    }

    /// <summary>Starts it again once it has ended, and waits for it to end by itself; returns the exit code.</summary>
    internal async Task<int> RestartToEndAsync()
    {
        _process.Dispose();
        _process = Launch([]);
        return await UntilExitAsync();
    }

    /// <summary>SIGTERM; returns the exit code.</summary>
    internal async Task<int> TerminateAsync()
    {
        await SignalAsync("TERM");
        return await UntilExitAsync();
    }

    /// <summary>
    /// <c>STOP</c> freezes it, so that its connections stay and nothing comes by them; <c>CONT</c> lets it go on.
    /// </summary>
    internal Task SignalAsync(string name) => _process.SignalAsync(name);

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

    /// <summary>Returns how long it took.</summary>
    /// <exception cref="IOException">It has ended.</exception>
    /// <exception cref="TimeoutException">It runs, and is not ready.</exception>
    internal async Task<TimeSpan> UntilReadyAsync()
    {
        var start = TimeProvider.System.GetTimestamp();
        using var poll = new PeriodicTimer(PollInterval);
        while (!(await AskReadyAsync()).IsReady)
        {
            if (HasExited)
            {
                throw new IOException($"the service ended:\n{Output}");
            }

            if (TimeProvider.System.GetElapsedTime(start) > Patience)
            {
                throw new TimeoutException($"the service is not ready within {Patience}:\n{Output}");
            }

            await poll.WaitForNextTickAsync();
        }

        return TimeProvider.System.GetElapsedTime(start);
    }

    public void Dispose()
    {
        _process.Dispose();
        Http.Dispose();
        _port.Dispose();
    }

    private static async Task<(int ExitCode, string Output)> RunToEndAsync(ServiceProcess process)
    {
        using var service = process;
        return (await service.UntilExitAsync(), service.Output);
    }

    /// <summary>Waits for it to end by itself; returns the exit code.</summary>
    internal async Task<int> UntilExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience, TimeProvider.System);
        return ExitCode;
    }

    private ChildProcess Launch(string[] settings)
    {
        var start = new ProcessStartInfo(_command[0], [.. _command[1..], .. settings]);
        foreach (var (name, value) in _environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new ChildProcess(start);
    }
}
