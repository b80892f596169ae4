using System.Buffers;
using System.Diagnostics;
using System.IO;
using System.Net.Http;
using LiveFeed.Client.Frames;
using LiveFeed.Client.Http;
using LiveFeed.Client.Retrying;
using LiveFeed.Client.Telemetry;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Client.Publishing;

/// <summary>
/// Sends a batch until each of its events is settled. An array is stored whole or not at all, and the events' ids let the
/// service know those that it has already. So what is sent again is there once, and in order. For one task.
/// </summary>
internal sealed partial class BatchSender(FeedService service)
{
    private readonly Attempts _attempts = service.NewAttempts();
    private bool _triedOtherToken; // since the last success

    /// <exception cref="OperationCanceledException">The client is closed: events may be left unsettled.</exception>
    internal async Task SendAsync(IReadOnlyList<PendingEvent> batch, CancellationToken closed)
    {
        using var activity = ClientTelemetry.Source.StartActivity("livefeed.publish", ActivityKind.Producer);
        activity?.SetTag("livefeed.events", batch.Count);
        var parts = new Stack<IReadOnlyList<PendingEvent>>([batch]); // the earliest is on top
        while (parts.TryPop(out var part))
        {
            foreach (var rest in (await TrySendAsync(part, closed).ConfigureAwait(false)).Reverse())
            {
                parts.Push(rest);
            }
        }
    }

    // Returns what is still to be sent, in order.
    private async Task<IReadOnlyList<PendingEvent>[]> TrySendAsync(
        IReadOnlyList<PendingEvent> part, CancellationToken closed)
    {
        try
        {
            var answer = await service.PublishAsync(ArrayOf(part), closed).ConfigureAwait(false);
            if (answer.Accepted != part.Count)
            {
                throw new LiveFeedException($"The service answered for {answer.Accepted} events, not for {part.Count}.");
            }

            Accept(part, answer);
            return [];
        }
        catch (LiveFeedRefusedException refusal) when (!IsTemporary(refusal))
        {
            Succeed(); // it was answered
            return RefusedBatch.Split(part, refusal);
        }
        catch (Exception e) when (!closed.IsCancellationRequested &&
            e is LiveFeedException or HttpRequestException or IOException or OperationCanceledException)
        {
            return await RetryAsync(part, e, closed).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<PendingEvent>[]> RetryAsync(
        IReadOnlyList<PendingEvent> part, Exception failure, CancellationToken closed)
    {
        if (MayHaveBeenSent(failure))
        {
            part = WithoutEphemeral(part, failure);
        }

        if (part.Count == 0)
        {
            return [];
        }

        if (failure is LiveFeedRefusedException { Status: 401 } && !_triedOtherToken)
        {
            _triedOtherToken = true;
            return [part];
        }

        if (!_attempts.MayRetry())
        {
            Fail(part, new LiveFeedException(
                $"The events were given up after {_attempts.Failed} failed attempts: {failure.Message}", failure));
            Succeed(); // the next batch has its own attempts
            return [];
        }

        var delay = _attempts.NextDelay((failure as LiveFeedRefusedException)?.RetryAfter);
        Log.Retries(service.Logger, part.Count, failure.Message, delay);
        ClientTelemetry.Retries();
        await _attempts.WaitAsync(delay, closed).ConfigureAwait(false);
        return [part];
    }

    // A 401 is temporary where there may be another token.
    private bool IsTemporary(LiveFeedRefusedException refusal) => refusal.Status switch
    {
        401 => service.MayRetry(refusal),
        404 or 408 or 425 or 429 => true, // 404: its proxy has started before the service
        var status => status is < 400 or >= 500,
    };

    // False when the service said that it took nothing, or could not be asked.
    private static bool MayHaveBeenSent(Exception failure) => failure switch
    {
        LiveFeedRefusedException refusal => refusal.Status is not (401 or 404 or 429 or 503),
        HttpRequestException e => e.HttpRequestError is not (HttpRequestError.ConnectionError or
            HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or
            HttpRequestError.ProxyTunnelError),
        LiveFeedException { InnerException: not null } => false, // there was no token
        _ => true,
    };

    private static PendingEvent[] WithoutEphemeral(IReadOnlyList<PendingEvent> part, Exception failure)
    {
        PendingEvent[] ephemeral = [.. part.Where(e => e.IsEphemeral)];
        Fail(ephemeral, new LiveFeedException(
            "Nobody knows whether this ephemeral event was sent, and it must not be sent twice.", failure));
        return [.. part.Where(e => !e.IsEphemeral)];
    }

    private static void Fail(IReadOnlyCollection<PendingEvent> events, LiveFeedException why) =>
        ClientTelemetry.Failed(events.Count(e => e.Fail(why)));

    private static ArrayBufferWriter<byte> NewBody(IReadOnlyList<PendingEvent> part) =>
        new(part.Sum(e => e.Json.Length + 1) + 1);

    private static ReadOnlyMemory<byte> ArrayOf(IReadOnlyList<PendingEvent> part)
    {
        var body = NewBody(part);
        var before = "["u8;
        foreach (var e in part)
        {
            body.Write(before);
            body.Write(e.Json.Span);
            before = ","u8;
        }

        body.Write("]"u8);
        return body.WrittenMemory;
    }

    private void Accept(IReadOnlyList<PendingEvent> part, PublishAnswer answer)
    {
        Succeed();
        ClientTelemetry.Accepted(part.Count);
        var stored = part.Count(e => !e.IsEphemeral);
        var index = 0;
        foreach (var e in part)
        {
            e.Accept(e.IsEphemeral ? null : PositionOf(answer, stored, index++));
        }
    }

    private static string? PositionOf(PublishAnswer answer, int stored, int index) => answer.Positions switch
    {
        null => null,
        { } range when stored == 1 => range.First,
        { } range when answer.Duplicates == 0 => LogPosition.Within(range.First, range.Last, stored, index),
        _ => null,
    };

    private void Succeed()
    {
        _attempts.Succeeded();
        _triedOtherToken = false;
    }

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Warning, Message = "{Count} events could not be published yet: {Reason} Again in {Delay}")]
        internal static partial void Retries(ILogger logger, int count, string reason, TimeSpan delay);
    }
}
