using BenchmarkDotNet.Attributes;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Streaming.Sse;

namespace LiveFeed.Bench.Micro;

/// <summary>What an event's bytes cost, once for all clients.</summary>
public class EncodingBenchmarks
{
    private readonly EventFrame _frame = new(SomeEvents.Of("bench/1"), new Position("146287b883", 1_000_000));

    [Benchmark]
    public byte[] EncodeFrame() => SseEncoder.Plain.Encode(_frame);

    [Benchmark]
    public byte[] EncodeFrameAsChunk() => SseEncoder.PlainChunks.Encode(_frame);
}
