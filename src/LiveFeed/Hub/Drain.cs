using LiveFeed.Clients;
using LiveFeed.Frames;
using Microsoft.Extensions.Options;

namespace LiveFeed.Hub;

/// <summary>
/// Ends all streams before a stop: in a random order, spread evenly over <see cref="DeliveryOptions.Drain"/>, so that the
/// clients do not all come to the other nodes at once. Until its turn a client gets what is new. Then it gets what is queued
/// and its last frame, and it resumes after its position.
/// </summary>
internal sealed class Drain(FeedHub hub, IOptions<DeliveryOptions> options, TimeProvider time)
{
    // Clients that are ended at one moment: a thousandth of them in the default time.
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(10);

    internal TimeSpan Time => options.Value.Drain ?? TimeSpan.Zero;

    /// <summary>
    /// Completes after <see cref="Time"/>, when every stream has been ended. A client that joins meanwhile is ended at once.
    /// </summary>
    /// <param name="hurry">When it is cancelled, this returns at once. The streams that are left are the caller's.</param>
    internal async Task RunAsync(CancellationToken hurry)
    {
        var start = time.GetTimestamp();
        var clients = hub.BeginClosing(CloseReason.Shutdown);
        Random.Shared.Shuffle(clients);
        var ended = 0;
        while (!hurry.IsCancellationRequested)
        {
            var elapsed = time.GetElapsedTime(start);
            for (var due = Due(clients.Length, elapsed, Time); ended < due; ended++)
            {
                clients[ended].Close(CloseReason.Shutdown);
            }

            if (elapsed >= Time)
            {
                return;
            }

            await Task.Delay(Turn, time, hurry).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>How many of the clients have been ended by this moment of a drain.</summary>
    internal static int Due(int clients, TimeSpan elapsed, TimeSpan drain) =>
        elapsed >= drain ? clients : (int)(clients * (elapsed / drain));
}
