namespace LiveFeed.Streaming.SocketIo.Engine.Polls;

/// <summary>
/// A POST. One is read at a time. What it brings is taken when that of the one before is: its client may have been answered
/// by a poll, and go on, before its own POST is.
/// </summary>
internal sealed class EnginePost(EnginePosts posts) : IDisposable
{
    private TaskCompletionSource? _taking; // null while it is read

    /// <summary>It is read. Completes when it is its turn to be taken; from then on the next one may be read.</summary>
    internal async ValueTask TakeTurnAsync() => _taking = await posts.TakeTurnAsync();

    /// <summary>It is taken, or never will be.</summary>
    public void Dispose()
    {
        if (_taking is not null)
        {
            _taking.SetResult();
        }
        else
        {
            posts.EndReading();
        }
    }
}
