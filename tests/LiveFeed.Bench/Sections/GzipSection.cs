using System.Globalization;
using LiveFeed.Bench.Linux;
using LiveFeed.Bench.Load;
using LiveFeed.Bench.Report;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Streaming.Output;
using LiveFeed.Streaming.Sse;

namespace LiveFeed.Bench.Sections;

/// <summary>
/// What compression costs and saves when it is done once for all clients, and when it is done for each: the service's own
/// encoders on metric events, and a send() to each connection, in this process.
/// </summary>
internal sealed class GzipSection(bool quick) : ISection
{
    private static readonly Column[] Columns =
    [
        new("streams"), new("bytes/event", "N1"), new("bytes × as it is", "N2"), new("CPU µs/delivery", "N3"),
        new("CPU × as it is", "N2"), new("compressor KB/client"),
    ];

    // A full window to many clients, the first event after a quiet spell, and a client that shares its work with nobody.
    private static readonly (int Clients, int Events)[] Loads = [(1_000, 20), (1_000, 1), (1, 20)];

    private readonly double _seconds = quick ? 0.1 : 2;
    private long _sequence;

    private delegate ReadOnlySpan<byte> Encoding(int client, Frame frame);

    public string Name => "gzip";

    public void Run(BenchReport report)
    {
        foreach (var (clients, events) in Loads)
        {
            var table = new ResultTable(
                string.Create(
                    CultureInfo.InvariantCulture, $"Compression: clients {clients:N0}, metric events a write {events}"),
                Columns);
            using var fan = new LoopbackFan(clients);
            var plain = Measure(fan, events, (_, frame) => frame.Encoded(SseEncoder.EnvelopeChunks));
            var shared = Measure(fan, events, (_, frame) => frame.Encoded(SseEncoder.EnvelopeGzipChunks));

            var before = ProcessFigures.ResidentKilobytes(Environment.ProcessId);
            PrivateGzip[] compressors = [.. Enumerable.Range(0, clients).Select(_ => new PrivateGzip())];
            var each = Measure(
                fan,
                events,
                (client, frame) => HttpChunk.Of(compressors[client].Compress(frame.Encoded(SseEncoder.Envelope))));
            var kilobytes = (ProcessFigures.ResidentKilobytes(Environment.ProcessId) - before) / (double)clients;
            Array.ForEach(compressors, compressor => compressor.Dispose());

            Add("as it is", plain, null);
            Add("gzip, once for all", shared, null);
            Add("gzip for each client", each, clients > 1 ? kilobytes : null);
            report.Show(table);

            void Add(string name, (double Bytes, double Micros) result, double? memory) => table.Add(
                name,
                result.Bytes,
                result.Bytes / plain.BytesPerEvent,
                result.Micros,
                result.Micros / plain.MicrosPerDelivery,
                memory);
        }
    }

    private (double BytesPerEvent, double MicrosPerDelivery) Measure(LoopbackFan fan, int events, Encoding encode)
    {
        BenchReport.Progress($"gzip: clients {fan.Clients}, events a write {events}");
        Repeat(_seconds / 4); // to warm up
        return Repeat(_seconds);

        (double, double) Repeat(double seconds)
        {
            var (bytes, nanoseconds, deliveries) = (0L, 0L, 0L);
            while (nanoseconds < seconds * MonotonicClock.Second)
            {
                var frame = NextBatch(events);
                var start = MonotonicClock.OfThisThread;
                for (var client = 0; client < fan.Clients; client++)
                {
                    var sent = encode(client, frame);
                    fan.Send(client, sent);
                    bytes += sent.Length;
                }

                nanoseconds += MonotonicClock.OfThisThread - start;
                deliveries += (long)events * fan.Clients;
                fan.Drain();
            }

            return (bytes / (double)deliveries, nanoseconds / 1e3 / deliveries);
        }
    }

    private Frame NextBatch(int events)
    {
        var batch = BatchFrame.Of(NextEvent());
        for (var i = 1; i < events; i++)
        {
            batch = batch.With(NextEvent());
        }

        return batch;
    }

    // As the service's own figures: a topic each, a value with two decimals.
    private EventFrame NextEvent()
    {
        var number = ++_sequence;
        var topic = string.Create(CultureInfo.InvariantCulture, $"metrics/host/cpu/{number % 20}");
        var value = Random.Shared.Next(10_000) / 100.0;
        var data = string.Create(CultureInfo.InvariantCulture, $$"""{"value":{{value}},"unit":"percent"}""");
        return new EventFrame(
            new FeedEvent
            {
                Topic = TopicName.Parse(topic),
                Name = "metric",
                Key = topic,
                Data = EventData.Json(System.Text.Encoding.UTF8.GetBytes(data)),
                Time = TimeProvider.System.GetUtcNow(),
            },
            new Position("146287b883", 1_000_000 + number));
    }
}
