using System.IO;
using System.Net.Http;
using LiveFeed.Client.Http;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Client.Following;

/// <summary>Asks one connection for the changes of its topics, one after the other, until the connection ends.</summary>
/// <param name="service">Takes the changes.</param>
/// <param name="stream">Whose changes they are.</param>
/// <param name="clientId">The connection.</param>
/// <param name="fail">Ends the stream.</param>
internal sealed partial class ChangeSender(
    FeedService service, StreamContext stream, string clientId, Action<LiveFeedException> fail)
{
    /// <summary>Never throws.</summary>
    internal async Task RunAsync(CancellationToken ended)
    {
        var attempts = service.NewAttempts();
        try
        {
            while (true)
            {
                if (stream.Changes.Next(stream.Progress.Position) is not var (change, patch))
                {
                    await stream.Changes.Asked.WaitAsync(ended).ConfigureAwait(false);
                }
                else if (await TrySendAsync(change, patch, ended).ConfigureAwait(false) is not { } failure)
                {
                    attempts.Succeeded();
                }
                else
                {
                    Log.NotChanged(service.Logger, failure.Message);
                    attempts.MayRetry(); // it is tried for as long as there is the connection
                    var atLeast = (failure as LiveFeedRefusedException)?.RetryAfter;
                    await attempts.WaitAsync(attempts.NextDelay(atLeast), ended).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
        }
    }

    // Null when the change was taken or refused; else why it may be tried again.
    private async Task<Exception?> TrySendAsync(TopicChange change, TopicPatch patch, CancellationToken ended)
    {
        try
        {
            await service.ChangeTopicsAsync(clientId, patch, ended).ConfigureAwait(false);
            stream.Changes.Accept(change);
            return null;
        }
        catch (LiveFeedRefusedException refusal) when (!service.MayRetry(refusal))
        {
            if (!stream.Changes.Refuse(change, refusal))
            {
                fail(refusal); // an earlier connection took it: the stream would lack these topics in silence
            }

            return null;
        }
        catch (Exception e) when (!ended.IsCancellationRequested &&
            e is LiveFeedException or HttpRequestException or IOException or OperationCanceledException)
        {
            return e;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "A stream's topics could not be changed yet: {Reason}")]
        internal static partial void NotChanged(ILogger logger, string reason);
    }
}
