using System.Diagnostics.Metrics;

namespace LiveFeed.Tests.Properties;

/// <summary>
/// Meters without a listener. A test that makes instruments of them disposes of these: every instrument of the process makes
/// the start of every later service slower, and a property's runs would make a hundred thousand.
/// </summary>
internal sealed class Meters : IMeterFactory
{
    public Meter Create(MeterOptions options) => new(options);

    public void Dispose()
    {
    }
}
