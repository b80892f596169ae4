using Microsoft.AspNetCore.Connections;

namespace LiveFeed.Hosting.Listening;

/// <summary>The accept loops, one for each socket.</summary>
internal sealed partial class MultiSocketListener
{
    private async Task AcceptAllAsync()
    {
        await Task.WhenAll(Enumerable.Range(0, _listeners.Length).Select(slot => Task.Run(() => AcceptAsync(slot))));
        _accepted.Writer.Complete();
    }

    // Ends only when the whole listener stops.
    private async Task AcceptAsync(int slot)
    {
        var hasFailed = false; // and has accepted none since
        while (!_stop.IsCancellationRequested)
        {
            var (hasAccepted, cause) = await AcceptUntilItFailsAsync(_listeners[slot]);
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            hasFailed &= !hasAccepted;
            if (hasFailed)
            {
                await PauseAsync();
            }
            else
            {
                Log.Failed(_logger, EndPoint, cause);
            }

            await CloseAsync(_listeners[slot]);
            await OpenAnewAsync(slot, wasTold: hasFailed);
            hasFailed = true;
        }
    }

    private async Task<(bool HasAccepted, Exception? Cause)> AcceptUntilItFailsAsync(IConnectionListener listener)
    {
        var hasAccepted = false;
        try
        {
            while (await listener.AcceptAsync() is { } connection)
            {
                hasAccepted = true;
                await HandOnAsync(connection);
            }

            return (hasAccepted, null);
        }
        catch (Exception e)
        {
            return (hasAccepted, e);
        }
    }

    private async Task HandOnAsync(ConnectionContext connection)
    {
        if (await _places.EnterAsync(connection) is { } placed)
        {
            await _accepted.Writer.WriteAsync(placed);
            return;
        }

        connection.Abort();
        await connection.DisposeAsync();
    }

    private async ValueTask CloseAsync(IConnectionListener listener)
    {
        lock (_lock)
        {
            _closed.Add(listener);
        }

        await listener.UnbindAsync();
    }

    private async Task OpenAnewAsync(int slot, bool wasTold)
    {
        for (var isTold = wasTold; !_stop.IsCancellationRequested; isTold = true)
        {
            try
            {
                await TakeAsync(slot, await _open(EndPoint, _stop.Token));
                if (!wasTold)
                {
                    Log.Opened(_logger, EndPoint);
                }

                return;
            }
            catch (Exception e) when (!isTold && !_stop.IsCancellationRequested)
            {
                Log.NotOpened(_logger, EndPoint, e.Message);
            }
            catch
            {
                // It failed as before, or the listener stops.
            }

            await PauseAsync();
        }
    }

    private async ValueTask TakeAsync(int slot, IConnectionListener listener)
    {
        lock (_lock)
        {
            if (!_stop.IsCancellationRequested)
            {
                _listeners[slot] = listener;
                return;
            }
        }

        await listener.DisposeAsync();
    }

    private async Task PauseAsync() =>
        await Task.Delay(PauseBetweenTries, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
