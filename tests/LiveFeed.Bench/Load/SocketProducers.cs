using LiveFeed.Bench.Servers;

namespace LiveFeed.Bench.Load;

/// <summary>Producers on WebSockets, of a fleet that serves them.</summary>
internal sealed class SocketProducers : IProducers
{
    private readonly List<EventStream> _streams = [];
    private readonly List<AnswerSink> _sinks = [];
    private readonly byte[][] _messages; // by connection
    private readonly Queue<(int Connection, bool IsAccepted)> _answers = [];

    /// <inheritdoc cref="PostProducers(IReadOnlyList{Target}, string, int, StreamFleet, TimeSpan)"/>
    internal SocketProducers(
        IReadOnlyList<Target> targets, string payload, int count, StreamFleet fleet, TimeSpan limit)
    {
        _messages = [.. targets.Select(target => Target.MaskedText(target.Socket!.Message($"\"{payload}\"", count)))];
        foreach (var target in targets)
        {
            var (connection, socket) = (_streams.Count, target.Socket!);
            var sink = new AnswerSink(
                socket.Acknowledgement, isAccepted => _answers.Enqueue((connection, isAccepted)));
            var client = target with
            {
                IsWebSocket = true,
                SubscribePath = socket.Path,
                FirstMessages = socket.FirstMessages,
                Replies = socket.Replies,
            };
            var stream = fleet.Add(_ => sink);
            fleet.Dial(stream, target.Port, client.SubscribeRequest(), client.FirstReply());
            _streams.Add(stream);
            _sinks.Add(sink);
        }

        // A server says something first, and to each reply.
        if (!fleet.ServeUntil(() => _sinks.TrueForAll(sink => sink.Messages > targets[0].Socket!.Replies.Length), limit))
        {
            throw new IOException("producers are not connected");
        }
    }

    public void Send(int connection) => _streams[connection].Send(_messages[connection]);

    public void TakeAnswers(Action<int, bool> answered)
    {
        while (_answers.TryDequeue(out var answer))
        {
            answered(answer.Connection, answer.IsAccepted);
        }

        if (_streams.Exists(stream => stream.State != StreamState.Open))
        {
            throw new IOException("a producer's connection was closed");
        }
    }

    public void Dispose()
    {
        // The fleet closes its streams.
    }
}
