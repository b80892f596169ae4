using System.Text;
using LiveFeed.Bench.Linux;
using LiveFeed.Bench.Servers;

namespace LiveFeed.Bench.Load;

/// <summary>Producers that post.</summary>
internal sealed class PostProducers : IProducers
{
    private readonly Poller _poller = new();
    private readonly List<PostConnection> _connections;
    private readonly byte[][] _requests; // by connection

    /// <param name="targets">One for each connection.</param>
    /// <param name="payload">Data of an event.</param>
    /// <param name="count">Events of a request.</param>
    /// <param name="fleet">Waits for them too.</param>
    /// <param name="limit">For all to be connected.</param>
    internal PostProducers(
        IReadOnlyList<Target> targets, string payload, int count, StreamFleet fleet, TimeSpan limit)
    {
        _requests = [.. targets.Select(target => Request(target, payload, count))];
        _connections = PostConnection.OpenAll(_poller, targets.Select(target => target.Port), limit);
        fleet.WaitAlsoFor(_poller);
    }

    public void Send(int connection)
    {
        var request = _requests[connection];
        _connections[connection].Forget();
        if (_connections[connection].Send(request) < request.Length)
        {
            throw new IOException("a connection does not take a request");
        }
    }

    public void TakeAnswers(Action<int, bool> answered)
    {
        var ready = _poller.Wait(0);
        for (var i = 0; i < ready; i++)
        {
            var connection = _connections[_poller.Key(i)];
            if (!connection.TryReadAnswer())
            {
                continue;
            }

            if (connection.Status == 0)
            {
                throw new IOException("a producer's connection was closed");
            }

            answered(connection.Key, connection.Status is >= 200 and < 300);
        }
    }

    public void Dispose()
    {
        _connections.ForEach(connection => connection.Dispose());
        _poller.Dispose();
    }

    private static byte[] Request(Target target, string payload, int count)
    {
        var one = target.BodyBefore + payload + target.BodyAfter;
        var body = count == 1 ? one : $"[{string.Join(',', Enumerable.Repeat(one, count))}]";
        return [.. target.PublishHead(body.Length), .. Encoding.ASCII.GetBytes(body)];
    }
}
