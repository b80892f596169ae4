namespace LiveFeed.Faults.Hostile;

/// <summary>Requests without a pause, each read as fast as it comes, whatever is answered.</summary>
/// <param name="name">As the tally counts it.</param>
/// <param name="http">Without a limit of time.</param>
/// <param name="count">Requests at once.</param>
/// <param name="request">Makes the next one.</param>
/// <param name="tally">Counts answers by status.</param>
internal sealed class Storm(
    string name, HttpClient http, int count, Func<HttpRequestMessage> request, Tally tally) : IAttacker
{
    // Of an answer that does not end, such as a stream's.
    private const int MaxRead = 64 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromMilliseconds(20);

    /// <summary>How much of an answer is read before the next request.</summary>
    internal long Read { get; init; } = MaxRead;

    /// <summary>Between two requests of one loop.</summary>
    internal TimeSpan Pause { get; init; }

    public Task RunAsync(CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(_ => Task.Run(() => AskOnAsync(stop), stop)));

    private async Task AskOnAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
                patience.CancelAfter(Patience);
                using var asked = request();
                using var answer = await http.SendAsync(asked, HttpCompletionOption.ResponseHeadersRead, patience.Token);
                tally.Count(name, (int)answer.StatusCode);
                await ReadAsync(await answer.Content.ReadAsStreamAsync(patience.Token), patience.Token);
                await Task.Delay(answer.IsSuccessStatusCode ? Pause : Pause + AfterRefusal, TimeProvider.System, stop);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
            {
                tally.Count(
                    name,
                    stop.IsCancellationRequested ? "stopped" : e is OperationCanceledException ? "not answered" : "cut off");
            }
        }
    }

    private async Task ReadAsync(Stream body, CancellationToken patience)
    {
        var buffer = new byte[16 << 10];
        for (long read = 0, got = 1; got > 0 && read < Read; read += got)
        {
            got = await body.ReadAsync(buffer, patience);
        }
    }
}
