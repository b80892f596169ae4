using System.Diagnostics;
using System.Text;

namespace LiveFeed.Tests.Support;

/// <summary>The service as a process of its own, that can be killed; on a port that stays the same over restarts.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private readonly HeldPort _port = new();
    private readonly string[] _settings;
    private readonly int? _descriptors; // null: as many as this process may have
    private readonly StringBuilder _output = new();
    private Process _process;

    private ServiceProcess(string[] settings, int? descriptors = null)
    {
        (_settings, _descriptors) = (settings, descriptors);
        Address = new Uri($"http://127.0.0.1:{_port.Number}");
        Http = new HttpClient { BaseAddress = Address };
        _process = Launch();
    }

    internal Uri Address { get; }

    internal HttpClient Http { get; }

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

    /// <param name="settings">As on the command line: <c>--LiveFeed:Log:Path=…</c>.</param>
    internal static async Task<ServiceProcess> StartAsync(params string[] settings)
    {
        var service = new ServiceProcess(settings);
        await service.WaitUntilReadyAsync();
        return service;
    }

    /// <summary>As <see cref="StartAsync"/>, with no more file descriptors than said.</summary>
    internal static async Task<ServiceProcess> StartWithDescriptorsAsync(int descriptors, params string[] settings)
    {
        var service = new ServiceProcess(settings, descriptors);
        await service.WaitUntilReadyAsync();
        return service;
    }

    /// <summary>SIGKILL: nothing is flushed, nobody is told.</summary>
    internal void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    internal async Task RestartAsync()
    {
        _process.Dispose();
        _process = Launch();
        await WaitUntilReadyAsync();
    }

    /// <summary>SIGTERM; returns the exit code.</summary>
    internal async Task<int> TerminateAsync()
    {
        await SignalAsync("TERM");
        await _process.WaitForExitAsync().WithinDeadline();
        return _process.ExitCode;
    }

    /// <summary>
    /// <c>STOP</c> freezes it: its connections stay open, and nothing comes over them. <c>CONT</c> lets it go on.
    /// </summary>
    internal async Task SignalAsync(string name)
    {
        using var kill = Process.Start(
            "kill", [$"-{name}", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync().WithinDeadline();
    }

    /// <summary>Waits for the process to end by itself; returns the exit code.</summary>
    internal static Task<(int ExitCode, string Output)> RunToEndAsync(params string[] settings) =>
        RunToEndAsync(new ServiceProcess(settings));

    /// <summary>As <see cref="RunToEndAsync(string[])"/>, with no more file descriptors than said.</summary>
    internal static Task<(int ExitCode, string Output)> RunWithDescriptorsAsync(int descriptors, params string[] settings) =>
        RunToEndAsync(new ServiceProcess(settings, descriptors));

    private static async Task<(int ExitCode, string Output)> RunToEndAsync(ServiceProcess process)
    {
        using var service = process;
        await service._process.WaitForExitAsync().WithinDeadline();
        return (service._process.ExitCode, service.Output);
    }

    internal Task<SseConnection> FollowAsync(string pathAndQuery, params (string Name, string Value)[] headers) =>
        SseConnection.OpenAsync(new Uri(Address, pathAndQuery), headers);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
        Http.Dispose();
        _port.Dispose();
    }

    private Process Launch()
    {
        var start = new ProcessStartInfo(_descriptors is null ? "dotnet" : "sh")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (_descriptors is { } descriptors)
        {
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add(string.Create(
                System.Globalization.CultureInfo.InvariantCulture, $"ulimit -n {descriptors} && exec dotnet \"$@\""));
            start.ArgumentList.Add("sh");
        }

        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "LiveFeed.dll"));
        start.ArgumentList.Add($"--Urls={Address}");
        foreach (var setting in _settings)
        {
            start.ArgumentList.Add(setting);
        }

        var process = Process.Start(start.CompiledQuickly())!;
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

    private Task WaitUntilReadyAsync() => Deadline.UntilAsync(
        async () =>
        {
            Assert.False(_process.HasExited, $"the service ended:\n{Output}");
            try
            {
                using var response = await Http.GetAsync(new Uri("/healthz/ready", UriKind.Relative));
                return response.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        },
        "the service is ready");
}
