namespace LiveFeed.Reading;

/// <summary>A page of the log whose bytes are held for a query until it is let go.</summary>
internal sealed class LeasedPage<T>(T page, long bytes, QueryLease lease) : IDisposable
{
    private bool _isHeld = true;

    internal T Page => page;

    public void Dispose()
    {
        if (_isHeld)
        {
            _isHeld = false;
            lease.LetGo(bytes);
        }
    }
}
