namespace LiveFeed.Client.Http;

/// <summary>
/// Cancels a request whose answer does not come in time. The token ends for that, or because the caller's does.
/// </summary>
internal sealed class AnswerLimit : IDisposable
{
    private readonly CancellationTokenSource _late;
    private readonly CancellationTokenSource _either;

    internal AnswerLimit(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        _late = new CancellationTokenSource(limit, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_late.Token, cancellationToken);
    }

    internal CancellationToken Token => _either.Token;

    public void Dispose()
    {
        _either.Dispose();
        _late.Dispose();
    }
}
