using System.Runtime.CompilerServices;
using LiveFeed.Client.Http;
using LiveFeed.Client.Telemetry;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Client.Following;

/// <summary>Follows by one connection after the other, each from where the one before ended. For one task.</summary>
internal sealed partial class Follower(FeedService service, StreamContext stream)
{
    private bool _triedOtherToken; // since it was connected last

    /// <summary>Gives events and gaps until the stream is closed.</summary>
    /// <param name="closed">
    /// The stream is closed: the enumeration ends. A caller that wants an exception for its own token throws it then.
    /// </param>
    /// <exception cref="LiveFeedException">The service does not want it back, or no further attempt is allowed.</exception>
    internal async IAsyncEnumerable<LiveEvent> RunAsync([EnumeratorCancellation] CancellationToken closed)
    {
        stream.Progress.State = StreamState.Connecting;
        while (true)
        {
            var connection = new Connection(service, stream, closed);
            await using (connection.ConfigureAwait(false))
            {
                while (await NextAsync(connection, closed).ConfigureAwait(false) is { } given)
                {
                    yield return given;
                }
            }

            if (closed.IsCancellationRequested || !await ReconnectsAsync(connection.Ending, closed).ConfigureAwait(false))
            {
                yield break;
            }
        }
    }

    private static async ValueTask<LiveEvent?> NextAsync(Connection connection, CancellationToken closed)
    {
        try
        {
            return await connection.NextAsync(closed).ConfigureAwait(false);
        }
        catch (Exception) when (closed.IsCancellationRequested)
        {
            return null; // whatever the cut connection threw
        }
    }

    // Waits; false when the stream was closed meanwhile.
    private async ValueTask<bool> ReconnectsAsync(Ending ending, CancellationToken closed)
    {
        var progress = stream.Progress;
        var wasConnected = progress.State == StreamState.Connected;
        (progress.State, progress.ClientId) = (StreamState.Reconnecting, null);
        if (ending.Final is { } final)
        {
            throw final;
        }

        ClientTelemetry.Reconnects();
        _triedOtherToken &= !wasConnected;
        if (ending.WantsToken && !_triedOtherToken)
        {
            _triedOtherToken = true;
            return true;
        }

        if (!stream.Attempts.MayRetry())
        {
            throw new LiveFeedException(
                $"The stream was given up after {stream.Attempts.Failed} failed attempts: {ending.Reason}", ending.Cause);
        }

        var delay = stream.Attempts.NextDelay(ending.AtLeast);
        Log.Reconnects(service.Logger, ending.Reason, delay);
        try
        {
            await stream.Attempts.WaitAsync(delay, closed).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (closed.IsCancellationRequested)
        {
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "The stream ended: {Reason}. It reconnects in {Delay}")]
        internal static partial void Reconnects(ILogger logger, string reason, TimeSpan delay);
    }
}
