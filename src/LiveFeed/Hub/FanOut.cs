using LiveFeed.Log;
using Microsoft.Extensions.Hosting;

namespace LiveFeed.Hub;

/// <summary>Runs the hub's lanes, and wakes those with clients whenever there is news.</summary>
internal sealed class FanOut(IEventLog log, FeedHub hub) : BackgroundService
{
    /// <summary>
    /// Offers what is new: one lane's part on this thread, which saves a change of threads, the others' on theirs.
    /// </summary>
    /// <param name="recipients">Max clients that get it.</param>
    internal void OfferHere(int recipients = int.MaxValue)
    {
        for (var i = 1; i < hub.Lanes.Length; i++)
        {
            hub.Lanes[i].Wake();
        }

        hub.Lanes[0].WorkHere(recipients);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        log.Appended += Wake;
        await Task.WhenAll(hub.Lanes.Select(lane => lane.RunAsync(stoppingToken)));
    }

    private void Wake()
    {
        foreach (var lane in hub.Lanes)
        {
            lane.Wake();
        }
    }
}
