using LiveFeed.Events;

namespace LiveFeed.Metrics.Sources;

/// <summary>
/// Bytes in and out over this machine's network interfaces, without the loop-back, from <c>/proc/net/dev</c>. A bridge or a
/// tunnel is an interface too: bytes that pass through it and a card count on both.
/// </summary>
internal sealed class HostNetwork(string procRoot) : IMetricSource
{
    private static readonly TopicName Received = TopicName.Parse("metrics/host/network/received");
    private static readonly TopicName Sent = TopicName.Parse("metrics/host/network/sent");

    private readonly ProcFile _devices = new(procRoot, "net/dev");
    private readonly RateGroup _received = new();
    private readonly RateGroup _sent = new();

    public void Sample(MetricBatch batch)
    {
        _received.Begin();
        _sent.Begin();
        foreach (var line in _devices.Read().EnumerateLines())
        {
            // "  eth0: 1 2 …", on some kernels "eth0:1 2 …". The two heading lines have no colon.
            var colon = line.LastIndexOf(':');
            var name = colon < 0 ? default : line[..colon].Trim();
            if (name.IsEmpty || name is "lo")
            {
                continue;
            }

            // Received bytes, packets, errors, drops, fifo, frame, compressed, multicast; sent bytes, more.
            var fields = new ProcFields(line[(colon + 1)..]);
            var received = fields.NextCounter();
            fields.Skip(7);
            if (received is { } bytesReceived && fields.NextCounter() is { } bytesSent)
            {
                _received.Add(name, bytesReceived);
                _sent.Add(name, bytesSent);
            }
        }

        batch.Add(Received, _received.End(batch.Now), MetricUnit.BytesPerSecond);
        batch.Add(Sent, _sent.End(batch.Now), MetricUnit.BytesPerSecond);
    }
}
