using System.Diagnostics.Metrics;
using LiveFeed.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Support;

/// <summary>What one service in this process counts with one of its instruments from now on, by a tag. Any thread.</summary>
internal sealed class Counted : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _counts = []; // guarded by _lock

    internal Counted(LiveFeedServer server, string instrument, string tag)
        : this(FactoryOf(server), instrument, tag)
    {
    }

    internal Counted(IMeterFactory factory, string instrument, string tag)
    {
        _listener.InstrumentPublished = (found, listener) =>
        {
            if (found.Name == instrument && ReferenceEquals(found.Meter.Scope, factory))
            {
                listener.EnableMeasurementEvents(found);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) => Add(value, tags, tag));
        _listener.Start();
    }

    internal long this[string value]
    {
        get
        {
            lock (_lock)
            {
                return _counts.GetValueOrDefault(value);
            }
        }
    }

    public void Dispose() => _listener.Dispose();

    private static IMeterFactory FactoryOf(LiveFeedServer server)
    {
        server.Services.GetRequiredService<LiveFeedMetrics>(); // which has the instruments
        return server.Services.GetRequiredService<IMeterFactory>();
    }

    private void Add(long value, ReadOnlySpan<KeyValuePair<string, object?>> tags, string tag)
    {
        foreach (var (name, of) in tags)
        {
            if (name == tag)
            {
                lock (_lock)
                {
                    _counts[(string)of!] = _counts.GetValueOrDefault((string)of!) + value;
                }
            }
        }
    }
}
