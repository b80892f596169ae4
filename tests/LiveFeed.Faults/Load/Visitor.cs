namespace LiveFeed.Faults.Load;

/// <summary>A user who is in a room by a stream, and comes back when the stream ends, while it is wanted there.</summary>
/// <param name="http">Without a limit of time.</param>
/// <param name="room">The room.</param>
/// <param name="userId">Who it is.</param>
internal sealed class Visitor(HttpClient http, string room, string userId)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private volatile bool _isWanted; // set by the section, read by its own task

    internal string UserId => userId;

    internal bool IsWanted { get => _isWanted; set => _isWanted = value; }

    internal async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (IsWanted)
            {
                await StayAsync(stop);
            }

            await Wait.ForAsync(Pause);
        }
    }

    private async Task StayAsync(CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/events?room={room}&userId={userId}");
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, end.Token);
            response.EnsureSuccessStatusCode();
            var stream = await response.Content.ReadAsStreamAsync(end.Token);
            var reading = stream.CopyToAsync(Stream.Null, end.Token);
            while (IsWanted && !reading.IsCompleted)
            {
                await Wait.ForAsync(Pause);
            }

            await end.CancelAsync();
            await reading;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // Away, or not wanted any more.
        }
    }
}
