using System.Collections.Concurrent;
using System.Text.Json;
using LiveFeed.Log;
using LiveFeed.Log.Redis;
using LiveFeed.Telemetry;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Hub.Backplane.Redis;

/// <summary>
/// Questions to other nodes and their answers, by a channel of each node. A node that does not answer in time is skipped,
/// and logged once until it answers again. While Redis is away nobody answers. Any thread.
/// </summary>
/// <param name="server">Carries them.</param>
/// <param name="nodes">Who is asked.</param>
/// <param name="patience">How long a question waits, as <see cref="ClusterOptions.Patience"/>.</param>
/// <param name="metrics">Counts questions without an answer.</param>
/// <param name="time">For how long a question has waited.</param>
/// <param name="logger">Is told who does not answer.</param>
internal sealed partial class NodeLine(
    RedisServer server, ClusterNodes nodes, TimeSpan patience, ClusterMetrics metrics, TimeProvider time, ILogger logger)
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource<ReadOnlyMemory<byte>>> _asked = new();
    private readonly ConcurrentDictionary<string, bool> _mute = new(); // nodes that did not answer the last question
    private long _last; // by Interlocked

    private IEnumerable<string> Others => nodes.Live.Where(node => node != nodes.Id);

    /// <summary>Answers the other nodes' questions, and hears their answers, from now on.</summary>
    /// <exception cref="LogUnavailableException">Redis cannot be reached.</exception>
    internal Task ListenAsync(Func<NodeQuestion, Task<NodeAnswer>> answer) => server.ListenAsync(
        server.Keys.NodeChannel(nodes.Id), message => Take(message, answer));

    /// <summary>Asks all other live nodes at once. Null stands for one that gave no answer.</summary>
    internal Task<NodeAnswer?>[] AskAll(NodeQuestion question, CancellationToken cancellationToken)
    {
        var body = Write(question);
        return [.. Others.Select(node => AskAsync(node, body, cancellationToken))];
    }

    /// <summary>The other live nodes.</summary>
    internal string[] ListOthers() => [.. Others];

    /// <summary>Asks one node. Null: it gave no answer.</summary>
    internal Task<NodeAnswer?> AskAsync(string node, NodeQuestion question, CancellationToken cancellationToken) =>
        AskAsync(node, Write(question), cancellationToken);

    private static byte[] Write(NodeQuestion question) =>
        JsonSerializer.SerializeToUtf8Bytes(question, NodeJson.Default.NodeQuestion);

    private async Task<NodeAnswer?> AskAsync(string node, byte[] question, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _last);
        var asked = new TaskCompletionSource<ReadOnlyMemory<byte>>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[number] = asked;
        try
        {
            _ = SendAsync(node, new NodeMessage(IsAnswer: false, nodes.Id, number, question), asked);
            var answer = await asked.Task.WaitAsync(patience, time, cancellationToken);
            if (answer.IsEmpty)
            {
                return null;
            }

            var read = JsonSerializer.Deserialize(answer.Span, NodeJson.Default.NodeAnswer);
            _mute.TryRemove(node, out _);
            return read;
        }
        catch (Exception e) when (e is TimeoutException or JsonException)
        {
            Miss(node, e);
            return null;
        }
        finally
        {
            _asked.TryRemove(number, out _);
        }
    }

    private async Task SendAsync(
        string node, NodeMessage message, TaskCompletionSource<ReadOnlyMemory<byte>>? asked = null)
    {
        try
        {
            await server.PublishAsync(server.Keys.NodeChannel(node), message.Write());
        }
        catch (LogUnavailableException)
        {
            asked?.TrySetResult(ReadOnlyMemory<byte>.Empty); // the connection has said so
        }
    }

    private void Miss(string node, Exception cause)
    {
        metrics.Unanswered();
        foreach (var gone in _mute.Keys.Except(nodes.Live))
        {
            _mute.TryRemove(gone, out _);
        }

        if (_mute.TryAdd(node, true))
        {
            Log.DoesNotAnswer(logger, node, cause.Message);
        }
    }

    private void Take(ReadOnlyMemory<byte> bytes, Func<NodeQuestion, Task<NodeAnswer>> answer)
    {
        if (!NodeMessage.TryRead(bytes, out var message))
        {
            return;
        }

        if (!message.IsAnswer)
        {
            _ = Task.Run(() => AnswerAsync(message, answer));
        }
        else if (_asked.TryGetValue(message.Number, out var asked))
        {
            asked.TrySetResult(message.Body);
        }
    }

    private async Task AnswerAsync(NodeMessage message, Func<NodeQuestion, Task<NodeAnswer>> answer)
    {
        byte[] body = [];
        try
        {
            var question = JsonSerializer.Deserialize(message.Body.Span, NodeJson.Default.NodeQuestion)!;
            body = JsonSerializer.SerializeToUtf8Bytes(await answer(question), NodeJson.Default.NodeAnswer);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            // Of another version, which goes on without.
        }
        catch (Exception e)
        {
            Log.CannotAnswer(logger, message.From, e);
        }

        await SendAsync(message.From, new NodeMessage(IsAnswer: true, nodes.Id, message.Number, body));
    }

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "Node {Node} does not answer in time, or not as this version of the service expects: what is asked " +
                "here is without its clients. {Cause}")]
        internal static partial void DoesNotAnswer(ILogger logger, string node, string cause);

        [LoggerMessage(Level = LogLevel.Error, Message = "A question of node {Node} cannot be answered")]
        internal static partial void CannotAnswer(ILogger logger, string node, Exception cause);
    }
}
