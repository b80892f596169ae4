namespace LiveFeed.Looking.Answers;

/// <summary>A page of the log whose bytes are held for a query until it is let go.</summary>
internal sealed class HeldPage<T>(T page, long bytes, QueryPlace place) : IDisposable
{
    private bool _isHeld = true;

    internal T Page => page;

    public void Dispose()
    {
        if (_isHeld)
        {
            _isHeld = false;
            place.LetGo(bytes);
        }
    }
}
