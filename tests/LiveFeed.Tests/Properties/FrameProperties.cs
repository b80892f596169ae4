using System.IO.Compression;
using System.Net.ServerSentEvents;
using System.Text.Json;
using CsCheck;
using LiveFeed.Bench.Load;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Streaming.Compression;
using LiveFeed.Streaming.Sse;

namespace LiveFeed.Tests.Properties;

public sealed class FrameProperties
{
    private static readonly Gen<Frame[]> Streams = SentFrames.Any.Array[1, 8];

    [Fact]
    public void A_browser_gets_exactly_the_events_that_were_sent_whatever_their_data() =>
        Streams.AllMust(
            frames => Assert.Equal(
                Expected(frames),
                EventStreamParser.Parse(Bytes(frames, SseEncoder.Plain)).Where(seen => !IsTheServersOwn(seen.Name))),
            share: 20,
            SentFrames.Print);

    [Fact]
    public void The_stream_reader_of_the_framework_gets_the_same_events() =>
        Streams.AllMust(
            frames => Assert.Equal(
                frames.SelectMany(SentFrames.Events).Select(frame => (frame.Event.Name, Text(frame.Event.Data))),
                SseParser.Create(new MemoryStream(Bytes(frames, SseEncoder.Plain))).Enumerate()
                    .Where(item => !IsTheServersOwn(item.EventType))
                    .Select(item => (item.EventType, item.Data))),
            share: 20,
            SentFrames.Print);

    [Fact]
    public void An_envelope_is_one_line_of_JSON_that_says_what_the_event_does() =>
        SentFrames.Event.AllMust(
            frame =>
            {
                var seen = Assert.Single(EventStreamParser.Parse(SseEncoder.Envelope.Encode(frame)));
                var envelope = JsonSerializer.Deserialize<JsonElement>(seen.Data);

                Assert.Equal((frame.Position?.ToString() ?? "", frame.Event.Name), (seen.LastEventId, seen.Name));
                Assert.DoesNotContain('\n', seen.Data);
                Assert.Equal(
                    ["position", "topic", "event", "time", "data"],
                    envelope.EnumerateObject().Select(member => member.Name));
                Assert.Equal(frame.Position?.ToString(), envelope.GetProperty("position").GetString());
                Assert.Equal(frame.Event.Topic?.Value, envelope.GetProperty("topic").GetString());
                Assert.Equal(frame.Event.Name, envelope.GetProperty("event").GetString());
                Assert.Equal(frame.Event.OccurredAt ?? frame.Event.Time, envelope.GetProperty("time").GetDateTimeOffset());
                Assert.Equal(
                    frame.Event.Data.IsText
                        ? JsonSerializer.Serialize(frame.Event.Data.ToString())
                        : frame.Event.Data.ToString(),
                    frame.Event.Data.IsText
                        ? JsonSerializer.Serialize(envelope.GetProperty("data").GetString())
                        : envelope.GetProperty("data").GetRawText());
            },
            share: 20,
            frame => SentFrames.Print([frame]));

    [Fact]
    public void The_stream_has_the_same_bytes_in_chunks_and_in_gzip() =>
        Gen.Select(Streams, Gen.Bool, Gen.Int[1, 100]).AllMust(
            input =>
            {
                var (frames, envelope, piece) = input;
                var (plain, gzip) = (SseForm.Of(envelope, gzip: false), SseForm.Of(envelope, gzip: true));
                var expected = Bytes(frames, plain.Frames);

                Assert.True(expected.AsSpan().SequenceEqual(Unchunked(Bytes(frames, plain.Chunks), piece)), "chunks");
                Assert.True(expected.AsSpan().SequenceEqual(Inflated(Bytes(frames, gzip.Frames))), "gzip");
                Assert.True(
                    expected.AsSpan().SequenceEqual(Inflated(Unchunked(Bytes(frames, gzip.Chunks), piece))),
                    "gzip in chunks");
            },
            share: 10,
            input => SentFrames.Print(input.Item1));

    private static byte[] Bytes(Frame[] frames, FrameEncoder encoder) =>
        [.. frames.SelectMany(frame => frame.Encoded(encoder))];

    // As the specification has line ends: whichever of the three, they come out as LF.
    private static string Text(EventData data) =>
        data.ToString().Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

    // What has no id of its own leaves the last one as it is; a heartbeat moves it.
    private static IEnumerable<SeenEvent> Expected(Frame[] frames)
    {
        var last = "";
        foreach (var frame in frames)
        {
            last = frame is HeartbeatFrame heartbeat ? heartbeat.Position.ToString() : last;
            foreach (var e in SentFrames.Events(frame))
            {
                last = e.Position?.ToString() ?? last;
                yield return new SeenEvent(last, e.Event.Name, Text(e.Event.Data));
            }
        }
    }

    private static bool IsTheServersOwn(string name) =>
        name == SeenEvent.Nothing || name.StartsWith(FeedEvent.ReservedNamePrefix, StringComparison.Ordinal);

    private static byte[] Unchunked(ReadOnlySpan<byte> wire, int piece)
    {
        var decoder = default(ChunkDecoder);
        using var body = new MemoryStream();
        while (!wire.IsEmpty)
        {
            var arrived = wire[..Math.Min(piece, wire.Length)];
            wire = wire[arrived.Length..];
            while (decoder.TryTake(ref arrived, out var bytes))
            {
                body.Write(bytes);
            }
        }

        return body.ToArray();
    }

    private static byte[] Inflated(byte[] pieces)
    {
        using var body = new MemoryStream();
        using var gzip = new GZipStream(
            new MemoryStream([.. GzipBlockEncoder.Header, .. pieces]), CompressionMode.Decompress);
        gzip.CopyTo(body);
        return body.ToArray();
    }
}
