using System.Globalization;
using System.Text;
using LiveFeed.Bench.Linux;
using LiveFeed.Bench.Servers;

namespace LiveFeed.Bench.Load;

/// <summary>
/// NDJSON bodies, sent as fast as the server takes them. Each connection has one request under way. Nobody follows.
/// </summary>
internal sealed class IngestRun : IDisposable
{
    internal const int EventsPerRequest = 100_000;

    private const int Topics = 100;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly Poller _poller = new();
    private readonly ServerProcess _server;
    private readonly List<PostConnection> _connections = [];
    private readonly int[] _sent; // bytes of the request under way, by connection
    private readonly byte[] _request;
    private readonly byte[] _accepted = Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"\"accepted\":{EventsPerRequest},"));

    private int _begun; // requests
    private int _answered;

    internal IngestRun(ServerProcess server, int connections)
    {
        _server = server;
        var body = Body();
        _request = [.. server.Target.PublishHead(body.Length, "application/x-ndjson"), .. body];
        _sent = [.. Enumerable.Repeat(_request.Length, connections)]; // nothing to send yet
        for (var i = 0; i < connections; i++)
        {
            _connections.Add(new PostConnection(_poller, i, server.Target.Port));
        }
    }

    /// <summary>From the first byte sent to the answer to the last request.</summary>
    /// <exception cref="IOException">An answer was another than that all were accepted, or too late.</exception>
    internal IngestResult Post(int requests)
    {
        (_begun, _answered) = (0, 0);
        var (start, cpu) = (MonotonicClock.Now, ProcessFigures.CpuSeconds(_server.Id));
        _connections.ForEach(connection => Begin(connection, requests));
        while (_answered < requests)
        {
            if (MonotonicClock.SecondsSince(start) > Limit.TotalSeconds)
            {
                throw new IOException($"only {_answered} of {requests} requests were answered within {Limit}");
            }

            const int LookAgain = 1_000; // milliseconds
            var ready = _poller.Wait(LookAgain);
            for (var i = 0; i < ready; i++)
            {
                Serve(_connections[_poller.Key(i)], _poller.IsReadable(i), requests);
            }
        }

        return new IngestResult(
            (long)requests * EventsPerRequest,
            (long)requests * _request.Length,
            MonotonicClock.SecondsSince(start),
            ProcessFigures.CpuSeconds(_server.Id) - cpu);
    }

    public void Dispose()
    {
        _connections.ForEach(connection => connection.Dispose());
        _poller.Dispose();
    }

    private static byte[] Body()
    {
        var padding = new string('x', 80); // to about 100 bytes of data
        var text = new StringBuilder();
        for (var i = 0; i < EventsPerRequest; i++)
        {
            var data = $$$"""{"n":{{{i}}},"text":"{{{padding}}}"}""";
            text
                .Append(CultureInfo.InvariantCulture, $$"""{"topic":"ingest/{{i % Topics}}","data":{{data}}}""")
                .Append('\n');
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private void Begin(PostConnection connection, int requests)
    {
        if (_begun < requests)
        {
            _begun++;
            _sent[connection.Key] = 0;
            connection.Forget();
            connection.WaitForRoom(true);
        }
    }

    private void Serve(PostConnection connection, bool isReadable, int requests)
    {
        ref var sent = ref _sent[connection.Key];
        if (sent < _request.Length)
        {
            sent += connection.Send(_request.AsSpan(sent));
            connection.WaitForRoom(sent < _request.Length);
        }

        if (!isReadable || !connection.TryReadAnswer())
        {
            return;
        }

        if (connection.Status is < 200 or >= 300 || connection.Answer.IndexOf(_accepted) < 0)
        {
            throw new IOException($"events were not accepted: {Encoding.UTF8.GetString(connection.Answer)}");
        }

        _answered++;
        Begin(connection, requests);
    }
}
