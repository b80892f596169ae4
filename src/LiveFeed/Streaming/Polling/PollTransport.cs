using LiveFeed.Access.Authorization;
using LiveFeed.Access.Limits;
using LiveFeed.Clients;
using LiveFeed.Frames;
using LiveFeed.Streaming.Output;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveFeed.Streaming.Polling;

/// <summary>Long polling: clients that live longer than their requests, and the answers to these.</summary>
internal sealed partial class PollTransport(
    ClientServer server,
    PollClients clients,
    IOptions<DeliveryOptions> delivery,
    TimeProvider time,
    ILogger<PollTransport> logger)
{
    // A client that does not come to the head of the log in this time is answered nothing. It goes on from one poll to the
    // next.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly TimeSpan _timeout = delivery.Value.PollTimeout;

    /// <summary>Begins a client, which then lives on its own.</summary>
    /// <param name="join">What it asks for.</param>
    /// <param name="place">Its place. It is returned when the client has left, or does not join.</param>
    /// <param name="gone">Cancelled when its first request is gone: it then does not join.</param>
    internal async Task<PollClient> StartAsync(JoinRequest join, ConnectionLease place, CancellationToken gone)
    {
        var joined = new TaskCompletionSource<PollClient>(TaskCreationOptions.RunContinuationsAsynchronously);
        var end = new CancellationTokenSource();
        await using var abort = gone.UnsafeRegister(static end => ((CancellationTokenSource)end!).Cancel(), end);
        using (ExecutionContext.SuppressFlow()) // it must not hold what belongs to the request
        {
            _ = Task.Run(() => ServeAsync(join, place, joined, end.Token), CancellationToken.None);
        }

        return await joined.Task;
    }

    /// <summary>Answers a poll when there is something, or when it has waited long enough.</summary>
    /// <returns>False when the client cannot be served now; then nothing was written.</returns>
    internal async Task<bool> TryAnswerAsync(
        HttpContext context, PollClient client, PollOutput poll, Caller caller, TimeSpan wait)
    {
        try
        {
            var reply = await WaitAsync(poll, wait, caller.Expires, context.RequestAborted);
            var closing = reply.Content.Closing ?? client.Client.Closing;
            if (!reply.Content.HasNews)
            {
                if (client.HasFailed || closing is { Reason: CloseReason.Unavailable })
                {
                    return false;
                }

                closing ??= caller.HasExpired(time.GetUtcNow()) ? new ClosingFrame(CloseReason.Expired) : null;
            }

            await WriteAsync(context, client, poll, reply, closing);
            return true;
        }
        finally
        {
            client.End(poll);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "A client that polls cannot be served; it is told to poll again")]
        internal static partial void CannotServe(ILogger logger, Exception cause);
    }

    private async Task ServeAsync(
        JoinRequest join, ConnectionLease place, TaskCompletionSource<PollClient> joined, CancellationToken gone)
    {
        PollClient? client = null;
        try
        {
            var pump = await server.ConnectAsync(
                join, (joining, _) => ValueTask.FromResult<IClientOutput?>(Begin(joining).Output), gone);
            await pump!.RunAsync(); // it always has an output
        }
        catch (Exception e) when (client is null)
        {
            joined.TrySetException(e);
        }
        catch (Exception e)
        {
            client!.HasFailed = true;
            Log.CannotServe(logger, e);
        }

        if (client is null)
        {
            place.Dispose();
        }
        else
        {
            Ended(client);
        }

        PollClient Begin(FeedClient joining)
        {
            client = new PollClient(joining, place, _timeout, time);
            clients.Add(client);
            joined.TrySetResult(client);
            return client;
        }
    }

    private void Ended(PollClient client)
    {
        if (client.Client.Closing is { Reconnect: false })
        {
            clients.Kicked(client.Client.Id);
        }

        clients.Remove(client);
        client.Dispose();
    }

    // Not longer than its credentials are valid.
    private async Task<PollReply> WaitAsync(
        PollOutput poll, TimeSpan wait, DateTimeOffset? expires, CancellationToken gone)
    {
        var longest = wait + Patience;
        if (expires - time.GetUtcNow() is { } valid && valid < longest)
        {
            longest = valid > TimeSpan.Zero ? valid : TimeSpan.Zero;
        }

        await using var aborted = gone.UnsafeRegister(static poll => ((PollOutput)poll!).Release(), poll);
        await using var due = After(wait, static poll => ((PollOutput)poll!).AnswerNow());
        await using var over = After(longest, static poll => ((PollOutput)poll!).Release());
        return await poll.Reply;

        ITimer After(TimeSpan delay, TimerCallback act) => time.CreateTimer(act, poll, delay, Timeout.InfiniteTimeSpan);
    }

    private async Task WriteAsync(
        HttpContext context, PollClient client, PollOutput poll, PollReply reply, ClosingFrame? closing)
    {
        var response = context.Response;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null; // the timeout below is instead of it
        }

        using var cut = CancellationTokenSource.CreateLinkedTokenSource(
            poll.Cut, client.Client.CutOff, context.RequestAborted);
        try
        {
            await new PollAnswer(response.BodyWriter, _timeout, time)
                .WriteAsync(client.Client.Id, reply, closing, cut.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException)
        {
            context.Abort(); // half an answer must not look complete
        }
    }
}
