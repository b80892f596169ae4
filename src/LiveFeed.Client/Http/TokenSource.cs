namespace LiveFeed.Client.Http;

/// <summary>
/// The token that all requests of a client share. The provider is asked when there is none, by one caller for all. Any
/// thread.
/// </summary>
/// <param name="provider">Null: no credentials are sent.</param>
/// <param name="closed">Cancels the provider's work when the client is closed.</param>
internal sealed class TokenSource(Func<CancellationToken, ValueTask<string?>>? provider, CancellationToken closed)
{
    private readonly Lock _lock = new();
    private Task<string?>? _asked; // guarded by _lock: the answer that counts, or the question under way

    /// <summary>A newer token can be had.</summary>
    internal bool CanRenew => provider is not null;

    /// <summary>The token, or null when none is to be sent.</summary>
    /// <exception cref="LiveFeedException">The provider failed; the next call asks again.</exception>
    internal Task<string?> GetAsync(CancellationToken cancellationToken)
    {
        if (provider is null)
        {
            return Task.FromResult<string?>(null);
        }

        TaskCompletionSource<string?>? question = null;
        Task<string?> asked;
        lock (_lock)
        {
            if (_asked is null)
            {
                question = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
                _asked = question.Task;
            }

            asked = _asked;
        }

        if (question is not null)
        {
            _ = AskAsync(question);
        }

        return asked.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// This token is no good, or soon will not be: the next call asks for another. An older one says nothing.
    /// </summary>
    internal void Forget(string? token)
    {
        lock (_lock)
        {
            if (_asked is { IsCompletedSuccessfully: true } asked && asked.Result == token)
            {
                _asked = null;
            }
        }
    }

    // Called without the lock: the provider is the app's code.
    private async Task AskAsync(TaskCompletionSource<string?> question)
    {
        try
        {
            question.SetResult(await provider!(closed).ConfigureAwait(false));
        }
        catch (Exception e)
        {
            lock (_lock)
            {
                _asked = null;
            }

            question.SetException(new LiveFeedException($"The token provider failed: {e.Message}", e));
            _ = question.Task.Exception; // observed, also when the one who asked has left
        }
    }
}
