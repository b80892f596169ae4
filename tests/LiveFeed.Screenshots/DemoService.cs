using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LiveFeed.Screenshots;

/// <summary>The service with a past, to which the demo is posted every second until it is disposed of.</summary>
internal sealed class DemoService : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("livefeed-screenshots-");
    private readonly CancellationTokenSource _ends = new();
    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private Process? _process;
    private Task _producer = Task.CompletedTask;

    private DemoService(TimeProvider time)
    {
        _time = time;
        _http = new HttpClient { BaseAddress = new Uri($"http://localhost:{FreePort()}") };
    }

    internal Uri Address => _http.BaseAddress!;

    internal static async Task<DemoService> StartAsync(string boards, TimeProvider time)
    {
        var service = new DemoService(time);
        var log = Path.Combine(service._folder.FullName, "feed.db");
        await Past.WriteAsync(log, time);
        service._process = Process.Start(new ProcessStartInfo("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "LiveFeed.dll"),
            $"--Urls={service.Address}",
            $"--LiveFeed:Log:Path={log}",
            "--LiveFeed:Metrics:Enabled=false", $"--LiveFeed:Boards:Path={boards}",
        ])
        { RedirectStandardOutput = true })!;
        service._process.OutputDataReceived += (_, _) => { }; // a pipe that nobody reads fills up
        service._process.BeginOutputReadLine();
        await service.WaitUntilReadyAsync();
        service._producer = service.ProduceAsync();
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync();
        await _producer;
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        _http.Dispose();
        _ends.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task WaitUntilReadyAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var start = _time.GetTimestamp();
        while (await timer.WaitForNextTickAsync())
        {
            try
            {
                using var answer = await _http.GetAsync(new Uri("/healthz/ready", UriKind.Relative));
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (_time.GetElapsedTime(start) < Patience)
            {
                // It is starting.
            }
        }
    }

    private async Task ProduceAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_ends.Token))
            {
                var events = string.Join(',', Demo.At(_time.GetUtcNow().ToUnixTimeSeconds()).Select(one => one.Body));
                using var body = new StringContent($"[{events}]", Encoding.UTF8, "application/json");
                using var answer = await _http.PostAsync(new Uri("/events", UriKind.Relative), body, _ends.Token);
                answer.EnsureSuccessStatusCode();
            }
        }
        catch (OperationCanceledException) when (_ends.IsCancellationRequested)
        {
            // The pictures are taken.
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
