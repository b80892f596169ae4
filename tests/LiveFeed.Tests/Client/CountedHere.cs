using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace LiveFeed.Tests.Client;

/// <summary>
/// What the clients that this test begins count from now on, by instrument, with its outcome where there is one. All clients
/// of a process share the instruments; what another test's clients count does not flow from here. Any thread.
/// </summary>
internal sealed class CountedHere : IDisposable
{
    private static readonly AsyncLocal<CountedHere?> Present = new();

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _counts = [];

    internal CountedHere()
    {
        Present.Value = this;
        _listener.InstrumentPublished = (found, listener) =>
        {
            if (found.Meter.Name == "LiveFeed.Client")
            {
                listener.EnableMeasurementEvents(found);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument.Name, value, tags));
        _listener.Start();
    }

    /// <summary>Such as <c>events.received</c> or <c>events.published accepted</c>.</summary>
    internal IReadOnlyDictionary<string, long> All => _counts;

    public void Dispose() => _listener.Dispose();

    private void Add(string instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (Present.Value != this)
        {
            return;
        }

        var outcome = tags.IsEmpty ? "" : $" {tags[0].Value}";
        _counts.AddOrUpdate(instrument["livefeed.client.".Length..] + outcome, value, (_, before) => before + value);
    }
}
