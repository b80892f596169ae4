using LiveFeed.Client;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Client;

/// <summary>
/// A client in virtual time, whose service is written by the test, and whose random numbers are all one half.
/// </summary>
internal sealed class ScriptedClient : IAsyncDisposable
{
    internal const double Random = 0.5;

    private readonly HttpClient _http;

    internal ScriptedClient(Action<LiveFeedClientOptions>? configure = null)
    {
        var options = new LiveFeedClientOptions
        {
            Address = new Uri("http://feed.example"),
            BatchWait = TimeSpan.Zero,
            AnswerTimeout = RecordingTime.AnswerTimeout,
        };
        configure?.Invoke(options);
        _http = new HttpClient(Service) { Timeout = Timeout.InfiniteTimeSpan };
        Client = new LiveFeedClient(options, () => _http, Logger, Time, () => Random);
    }

    internal LiveFeedClient Client { get; }

    internal ScriptedService Service { get; } = new();

    internal RecordingTime Time { get; } = new();

    internal RecordingLogger<LiveFeedClient> Logger { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync().AsTask().WithinDeadline();
        _http.Dispose();
    }

    /// <summary>Begins to read a stream.</summary>
    internal StreamReading Read(params string[] topics) => new(Client.FollowAsync(topics));
}
