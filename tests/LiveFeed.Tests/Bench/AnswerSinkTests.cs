using System.Text;
using LiveFeed.Bench.Load;

namespace LiveFeed.Tests.Bench;

public sealed class AnswerSinkTests
{
    [Fact]
    public void Answers_are_found_among_other_messages_wherever_the_stream_is_cut_twice()
    {
        byte[] stream =
        [
            .. Message("hello"), .. Message("{\"ack\":1}"), .. Message("{\"ack\":2,\"error\":\"no\"}"),
            .. Message(new string('x', 200)), .. Message("an error"), .. Message("{\"ack\":3}"),
        ];
        for (var first = 0; first <= stream.Length; first++)
        {
            for (var second = first; second <= stream.Length; second++)
            {
                var answers = new List<bool>();
                var sink = new AnswerSink("{\"ack\":", answers.Add);
                sink.Receive(stream.AsSpan(..first), now: 0);
                sink.Receive(stream.AsSpan(first..second), now: 0);
                sink.Receive(stream.AsSpan(second..), now: 0);

                Assert.Equal([true, false, false, true], answers);
                Assert.Equal(6, sink.Messages);
            }
        }
    }

    // As a server sends it.
    private static byte[] Message(string text) =>
    [
        0x81, .. text.Length <= 125 ? (byte[])[(byte)text.Length] : [126, (byte)(text.Length >> 8), (byte)text.Length],
        .. Encoding.ASCII.GetBytes(text),
    ];
}
