using System.Net.WebSockets;

namespace LiveFeed.Faults.Load;

/// <summary>A user who is in a room by a connection, and comes back when that ends, while it is wanted there.</summary>
internal abstract class Visitor(string userId)
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
                await VisitAsync(stop);
            }

            await Wait.ForAsync(Pause);
        }
    }

    /// <summary>Connects and joins, and returns when the connection has ended.</summary>
    /// <param name="leave">It is not wanted any more.</param>
    protected abstract Task StayAsync(CancellationToken leave);

    private async Task VisitAsync(CancellationToken stop)
    {
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var stay = StayAsync(leave.Token);
        while (IsWanted && !stay.IsCompleted)
        {
            await Wait.ForAsync(Pause);
        }

        await leave.CancelAsync();
        try
        {
            await stay;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or WebSocketException or
            OperationCanceledException)
        {
            // Away, or not wanted any more.
        }
    }
}
