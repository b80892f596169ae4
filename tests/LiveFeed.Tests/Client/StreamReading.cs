using LiveFeed.Client;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Client;

/// <summary>One loop over a stream. A step that is not finished goes on in the background.</summary>
internal sealed class StreamReading : IAsyncDisposable
{
    private readonly IAsyncEnumerator<LiveEvent> _events;
    private Task<bool>? _step;

    internal StreamReading(LiveFeedSubscription stream, CancellationToken cancellationToken = default)
    {
        Stream = stream;
        _events = stream.GetAsyncEnumerator(cancellationToken);
        Begin();
    }

    internal LiveFeedSubscription Stream { get; }

    internal static StreamReading Of(LiveFeedClient client, string[] topics, FollowOptions? options = null) =>
        new(client.FollowAsync(topics, options));

    /// <summary>Nothing has come since the last item was taken.</summary>
    internal bool IsWaiting => _step is { IsCompleted: false };

    /// <summary>The next item; null when the loop has ended.</summary>
    internal async Task<LiveEvent?> NextAsync()
    {
        Begin();
        var step = _step!;
        var isMore = await step.WithinDeadline();
        _step = null;
        return isMore ? _events.Current : null;
    }

    /// <summary>The data of so many events, which are numbers.</summary>
    internal async Task<IReadOnlyList<int>> NumbersAsync(int count)
    {
        var numbers = new int[count];
        for (var i = 0; i < count; i++)
        {
            var next = await NextAsync();
            Assert.True(next is not null, "the stream ended");
            Assert.Null(next.Gap);
            numbers[i] = int.Parse(next.ReadText(), System.Globalization.CultureInfo.InvariantCulture);
        }

        return numbers;
    }

    /// <summary>Waits for the next item without taking it.</summary>
    internal void Begin() => _step ??= _events.MoveNextAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        Stream.Dispose();
        try
        {
            await (_step ?? Task.FromResult(false)).WithinDeadline();
        }
        catch (Exception e) when (e is LiveFeedException or OperationCanceledException)
        {
            // The test has seen it, or ended before.
        }

        await _events.DisposeAsync();
    }
}
