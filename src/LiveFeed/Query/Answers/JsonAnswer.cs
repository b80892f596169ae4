using System.IO.Pipelines;
using System.Text.Json;
using LiveFeed.Reading;

namespace LiveFeed.Query.Answers;

/// <summary>
/// An answer that is written at the pace of its reader. Max some tens of kilobytes wait for it. A reader that takes nothing
/// for <c>Limits:QueryStalledAfter</c> is cut off. For the query's own task.
/// </summary>
internal sealed class JsonAnswer : IDisposable
{
    // Kestrel buffers twice this before a flush waits.
    private const int FlushAt = 32 << 10;

    // Longer than an active reader needs, so nothing is released and read again for it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly QueryLease _place;
    private readonly PipeWriter _body;
    private long _raw; // bytes that were written without the JSON writer
    private long _flushed;

    internal JsonAnswer(QueryLease lease, JsonWriterOptions options = default, string contentType = "application/json")
    {
        lease.Response.ContentType = contentType;
        (_place, _body) = (lease, lease.Response.BodyWriter);
        Json = new Utf8JsonWriter(_body, options);
    }

    internal Utf8JsonWriter Json { get; }

    /// <summary>It is time to flush.</summary>
    internal bool IsFull => Written - _flushed >= FlushAt;

    private long Written => Json.BytesCommitted + Json.BytesPending + _raw;

    /// <summary>Writes bytes as they are, in the place of a value.</summary>
    internal void WriteRaw(ReadOnlySpan<byte> bytes)
    {
        Json.Flush();
        bytes.CopyTo(_body.GetSpan(bytes.Length));
        _body.Advance(bytes.Length);
        _raw += bytes.Length;
    }

    /// <summary>Sends what was written, and waits while the reader leaves too much of it.</summary>
    /// <param name="letGo">Called when the wait gets long, to release memory meanwhile.</param>
    internal async ValueTask FlushAsync(Action? letGo = null)
    {
        Json.Flush();
        _flushed = Written;
        var flush = _body.FlushAsync(_place.Cancelled);
        var result = flush.IsCompletedSuccessfully ? flush.Result : await WaitAsync(flush.AsTask(), letGo);
        if (result.IsCompleted || result.IsCanceled)
        {
            throw new OperationCanceledException(_place.Cancelled); // nobody reads any more
        }
    }

    /// <summary>Sends what was written when it is enough for a flush.</summary>
    internal ValueTask FlushIfFullAsync(Action? letGo = null) => IsFull ? FlushAsync(letGo) : ValueTask.CompletedTask;

    // Drops what was written but not sent.
    public void Dispose()
    {
        Json.Reset();
        Json.Dispose();
    }

    private async Task<FlushResult> WaitAsync(Task<FlushResult> flush, Action? letGo)
    {
        _place.WaitsForReader(true);
        try
        {
            if (letGo is not null)
            {
                try
                {
                    return await flush.WaitAsync(Patience, _place.Allowance.Time);
                }
                catch (TimeoutException)
                {
                    letGo();
                }
            }

            return await flush.WaitAsync(_place.Allowance.Limits.QueryStalledAfter, _place.Allowance.Time);
        }
        catch (TimeoutException)
        {
            _place.Allowance.End(_place, QueryRefusal.Stalled);
            throw new OperationCanceledException(_place.Cancelled);
        }
        finally
        {
            _place.WaitsForReader(false);
        }
    }
}
