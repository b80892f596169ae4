using System.IO;
using System.Net.Http;
using System.Net.ServerSentEvents;
using LiveFeed.Client.Frames;
using LiveFeed.Client.Http;
using LiveFeed.Client.Retrying;

namespace LiveFeed.Client.Following;

/// <summary>
/// One connection of a stream, from its request to its end. It is read as fast as the reader takes what it gives: nothing is
/// kept for a slow reader, who gets it from the service's log. For one task.
/// </summary>
internal sealed partial class Connection : IAsyncDisposable
{
    private readonly FeedService _service;
    private readonly StreamContext _stream;
    private readonly SilenceWatch _watch;
    private readonly CancellationTokenSource _end;
    private readonly List<Task> _beside = []; // what runs beside the reading, until the connection ends
    private HttpResponseMessage? _response;
    private SseParser<FeedFrame>? _parser;
    private IAsyncEnumerator<SseItem<FeedFrame>>? _frames;
    private Ending? _ending;
    private LiveFeedException? _failure; // by Volatile: what ended it from beside its reader

    internal Connection(FeedService service, StreamContext stream, CancellationToken closed)
    {
        (_service, _stream) = (service, stream);
        _watch = new SilenceWatch(service.Options.Silence, service.Time);
        _end = CancellationTokenSource.CreateLinkedTokenSource(closed, _watch.Token);
    }

    /// <summary>How it ended, once <see cref="NextAsync"/> has given null and it is disposed of.</summary>
    internal Ending Ending => Volatile.Read(ref _failure) is { } failure
        ? new Ending(failure.Message) { Final = failure }
        : _ending ?? new Ending("the connection ended");

    private StreamProgress Progress => _stream.Progress;

    // The one that it was opened with.
    private string? Token => _response!.RequestMessage?.Headers.Authorization?.Parameter;

    /// <summary>The next event or gap; null when the connection has ended.</summary>
    /// <exception cref="OperationCanceledException">The stream was closed.</exception>
    internal async ValueTask<LiveEvent?> NextAsync(CancellationToken closed)
    {
        try
        {
            _frames ??= await OpenAsync().ConfigureAwait(false);
            while (_ending is null && await _frames.MoveNextAsync().ConfigureAwait(false))
            {
                if (Take(_frames.Current) is { } given)
                {
                    return given;
                }
            }
        }
        catch (Exception e) when (!closed.IsCancellationRequested && EndingOf(e) is { } ending)
        {
            _ending ??= ending;
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        if (_frames is not null)
        {
            await _frames.DisposeAsync().ConfigureAwait(false);
        }

        _response?.Dispose();
        await Task.WhenAll(_beside).ConfigureAwait(false);
        _watch.Dispose();
        _end.Dispose();
    }

    private void Fail(LiveFeedException failure)
    {
        Volatile.Write(ref _failure, failure);
        _end.Cancel();
    }

    private async Task<IAsyncEnumerator<SseItem<FeedFrame>>> OpenAsync()
    {
        // The time to the first byte counts too: an attempt may hang as well as a connection.
        _watch.Arm();
        _response = await _service.OpenStreamAsync(
            _stream.Changes.BeginConnection(), _stream.Start, Progress.Position, _end.Token).ConfigureAwait(false);
        var bytes = await _response.Content.ReadAsStreamAsync(_end.Token).ConfigureAwait(false);
        _watch.Disarm();
        var observed = new ObservedStream(bytes, _watch, () => Progress.MoveTo(_parser!.LastEventId));
        _parser = SseParser.Create(observed, FrameReader.Read);
        return _parser.EnumerateAsync(_end.Token).GetAsyncEnumerator(_end.Token);
    }

    private Ending? EndingOf(Exception e) => e switch
    {
        _ when _watch.IsSilent => new Ending("nothing came for too long"),
        LiveFeedRefusedException { Status: 204 } => new Ending(e.Message) { Final = new LiveFeedClosedException("204") },
        LiveFeedRefusedException refusal => new Ending(e.Message)
        {
            Cause = e,
            AtLeast = refusal.RetryAfter,
            Final = _service.MayRetry(refusal) ? null : refusal,
            WantsToken = refusal.Status == 401,
        },
        LiveFeedException or HttpRequestException or IOException or InvalidDataException or OperationCanceledException or
            InvalidOperationException => new Ending(e.Message) { Cause = e },
        _ => null,
    };
}
