using System.IO;
using System.Net.Http;
using LiveFeed.Client.Http;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Client.Following;

/// <summary>
/// Gives an open stream a newer token before its own expires. If that does not succeed in time, the service ends the stream,
/// and the next connection asks for a token.
/// </summary>
/// <param name="service">Takes the token.</param>
/// <param name="clientId">The stream's client.</param>
/// <param name="token">The one that the stream has.</param>
internal sealed partial class Renewal(FeedService service, string clientId, string? token)
{
    private string? _old = token; // no newer than what the stream has

    /// <summary>Tries until the service has taken a newer token, or the connection ends. Never throws.</summary>
    /// <param name="expires">When the stream's access ends, as the service says.</param>
    /// <param name="ended">The connection has ended.</param>
    internal async Task RunAsync(DateTimeOffset? expires, CancellationToken ended)
    {
        var attempts = service.NewAttempts();
        try
        {
            while (await TryAsync(expires, ended).ConfigureAwait(false) is { } failure)
            {
                Log.NotRenewed(service.Logger, failure);
                attempts.MayRetry(); // it is tried for as long as there is the connection
                await attempts.WaitAsync(attempts.NextDelay(atLeast: null), ended).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
        }
    }

    // Null when the stream goes on.
    private async Task<string?> TryAsync(DateTimeOffset? expires, CancellationToken ended)
    {
        try
        {
            // Another stream may have had a newer one given already.
            service.Tokens.Forget(_old);
            _old = await service.Tokens.GetAsync(ended).ConfigureAwait(false);
            var renewed = await service.RenewAsync(clientId, ended).ConfigureAwait(false);
            return renewed.Expires is { } end && end <= expires
                ? "the token provider gave a token that expires no later"
                : null;
        }
        catch (Exception e) when (!ended.IsCancellationRequested &&
            e is LiveFeedException or HttpRequestException or IOException or OperationCanceledException)
        {
            return e.Message;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "A stream's token could not be renewed yet: {Reason}")]
        internal static partial void NotRenewed(ILogger logger, string reason);
    }
}
