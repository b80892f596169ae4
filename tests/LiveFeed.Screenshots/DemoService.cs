using System.Text;
using LiveFeed.Tests.Support;

namespace LiveFeed.Screenshots;

/// <summary>The service with a past, to which the demo is posted every second until it is disposed of.</summary>
internal sealed class DemoService : IAsyncDisposable
{
    private readonly CancellationTokenSource _ends = new();
    private readonly DirectoryInfo _folder;
    private readonly ServiceProcess _service;
    private readonly TimeProvider _time;
    private readonly Task _producer;

    private DemoService(DirectoryInfo folder, ServiceProcess service, TimeProvider time)
    {
        (_folder, _service, _time) = (folder, service, time);
        _producer = ProduceAsync();
    }

    // As a reader of the README has it: pages show their address.
    internal Uri Address => new UriBuilder(_service.Address) { Host = "localhost" }.Uri;

    internal static async Task<DemoService> StartAsync(string boards, TimeProvider time)
    {
        var folder = Directory.CreateTempSubdirectory("livefeed-screenshots-");
        var log = Path.Combine(folder.FullName, "feed.db");
        await PastLog.WriteAsync(log, DemoPast.Batches(time));
        var service = await ServiceProcess.StartAsync(
            $"--LiveFeed:Log:Path={log}", "--LiveFeed:Metrics:Enabled=false", $"--LiveFeed:Boards:Path={boards}");
        return new DemoService(folder, service, time);
    }

    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync();
        await _producer;
        _service.Dispose();
        _ends.Dispose();
        _folder.Delete(recursive: true);
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
                using var answer = await _service.Http.PostAsync(new Uri("/events", UriKind.Relative), body, _ends.Token);
                answer.EnsureSuccessStatusCode();
            }
        }
        catch (OperationCanceledException) when (_ends.IsCancellationRequested)
        {
            // The pictures are taken.
        }
    }
}
