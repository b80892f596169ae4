using System.Net.ServerSentEvents;
using System.Text.Json;
using LiveFeed.Client.Frames;
using LiveFeed.Client.Http;
using LiveFeed.Client.Telemetry;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Client.Following;

/// <summary>What each frame of a connection means for its stream.</summary>
internal sealed partial class Connection
{
    private LiveEvent? Take(SseItem<FeedFrame> item)
    {
        _stream.Attempts.Hint = item.ReconnectionInterval ?? _stream.Attempts.Hint;
        if (item.Data.Event is { } e)
        {
            return TakeEvent(e, item.EventId);
        }

        if (item.Data.Notice is { } notice)
        {
            return TakeNotice(item, notice);
        }

        Log.Unreadable(_service.Logger, item.EventType);
        return null;
    }

    // The parser hands an id of a block without data on to the next event. Such an id is the stream's position by then, so
    // an event has an id of its own if it is the one in its envelope and after the stream's position.
    private LiveEvent? TakeEvent(LiveEvent e, string? id)
    {
        if (e.Position is { } position)
        {
            if (id == position && LogPosition.IsAfter(position, Progress.Position))
            {
                Progress.Position = position;
            }
            else if (!_stream.Changes.TakeBackfill(position))
            {
                ClientTelemetry.Repeated();
                return null;
            }
        }

        ClientTelemetry.Received();
        return e;
    }

    private LiveEvent? TakeNotice(SseItem<FeedFrame> item, NoticeBody notice)
    {
        switch (item.EventType)
        {
            case FrameReader.Connected:
                Begin(item.EventId, notice);
                return null;
            case FrameReader.Gap:
                return TakeGap(new LiveGap(notice.After ?? "", notice.Before ?? "", notice.Reason ?? ""));
            case FrameReader.Subscribed:
                _stream.Changes.Complete(notice.Topics ?? []);
                Progress.MoveTo(notice.Position);
                return null;
            case FrameReader.Expiring when _service.Tokens.CanRenew && Progress.ClientId is { } clientId:
                _beside.Add(new Renewal(_service, clientId, Token).RunAsync(notice.Expires, _end.Token));
                return null;
            case FrameReader.Closing:
                _ending = EndingOf(notice, item.ReconnectionInterval);
                return null;
            default:
                return null; // a later service may say more
        }
    }

    private void Begin(string? id, NoticeBody notice)
    {
        Progress.Begin(LogPosition.IsOne(id) ? id : notice.Position);
        Progress.ClientId = notice.ClientId;
        Progress.State = StreamState.Connected;
        _stream.Attempts.Succeeded();
        _watch.Expect(notice.Heartbeat is > 0 and < 1e12 and var heartbeat ? TimeSpan.FromMilliseconds(heartbeat) : null);
        Log.Connected(_service.Logger, Progress.Position);
        if (notice.ClientId is { } clientId)
        {
            _beside.Add(new ChangeSender(_service, _stream, clientId, Fail).RunAsync(_end.Token));
        }
    }

    private LiveEvent? TakeGap(LiveGap gap)
    {
        if (!Progress.IsNews(gap))
        {
            return null;
        }

        ClientTelemetry.ToldGap();
        Log.Gap(_service.Logger, gap.After, gap.Before, gap.Reason);
        return LiveEvent.Of(
            gap, JsonSerializer.SerializeToUtf8Bytes(gap, ClientJson.Default.LiveGap), _service.Time.GetUtcNow());
    }

    private Ending EndingOf(NoticeBody closing, TimeSpan? retry)
    {
        var reason = closing.Reason ?? "closed";
        if (reason == "expired")
        {
            _service.Tokens.Forget(Token);
        }

        return new Ending($"the service closed the stream ({reason})")
        {
            AtLeast = retry,
            Final = closing.Reconnect == false ? new LiveFeedClosedException(reason) : null,
        };
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Debug, Message = "Connected; the stream goes on after {Position}")]
        internal static partial void Connected(ILogger logger, string? position);

        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "Events after {After} and before {Before} are missing ({Reason})")]
        internal static partial void Gap(ILogger logger, string after, string before, string reason);

        [LoggerMessage(Level = LogLevel.Warning, Message = "An event '{Name}' cannot be read, and is passed over")]
        internal static partial void Unreadable(ILogger logger, string name);
    }
}
