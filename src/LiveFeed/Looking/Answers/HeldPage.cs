using LiveFeed.Log;

namespace LiveFeed.Looking.Answers;

/// <summary>A page of the log whose bytes are held for a query until it is let go.</summary>
internal sealed class HeldPage(LogPage page, long bytes, QueryPlace place) : IDisposable
{
    private bool _isHeld = true;

    internal LogPage Page => page;

    internal long Bytes => bytes;

    public void Dispose()
    {
        if (_isHeld)
        {
            _isHeld = false;
            place.LetGo(bytes);
        }
    }
}
