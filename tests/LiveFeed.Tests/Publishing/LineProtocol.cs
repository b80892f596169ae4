using System.Net;
using System.Net.Sockets;
using LiveFeed.Access;
using LiveFeed.Access.Authentication;
using LiveFeed.Access.Authorization;
using LiveFeed.Access.Limits;
using LiveFeed.Events;
using LiveFeed.Publishing;
using Microsoft.Extensions.Options;

namespace LiveFeed.Tests.Publishing;

/// <summary>A way in over TCP: a line with a key, a token or nothing, then an event a line: topic, space, data.</summary>
internal sealed class LineProtocol(AccessPolicy access, PublishSessions sessions, IOptions<AccessOptions> rules)
{
    internal async Task ServeAsync(IPEndPoint endpoint, TaskCompletionSource<EndPoint> listening, CancellationToken stopping)
    {
        LoopbackOnly.Check(endpoint, rules.Value);
        using var listener = new TcpListener(endpoint);
        listener.Start();
        listening.SetResult(listener.LocalEndpoint);
        using var client = await listener.AcceptTcpClientAsync(stopping);
        using var lines = new StreamReader(client.GetStream());
        await using var answers = new StreamWriter(client.GetStream()) { AutoFlush = true };
        var secret = await lines.ReadLineAsync(stopping);
        var caller = await access.IdentifyAsync(secret is { Length: > 0 } ? new Credentials(secret) : null, stopping);
        var session = sessions.Begin(caller, Sender.Of(((IPEndPoint)client.Client.RemoteEndPoint!).Address, caller));
        while (await lines.ReadLineAsync(stopping) is { } line)
        {
            var fields = session.NewFields();
            fields.SetTopic(line.Split(' ')[0]);
            fields.SetData(EventData.Text(line[(line.IndexOf(' ') + 1)..]));
            var outcome = await session.PublishAsync(fields, stopping);
            var answer = outcome.Refusal is { } no ? $"{no.Kind} {no.Text}" : $"{outcome.Receipts[0].Position}";
            await answers.WriteLineAsync(answer);
        }
    }
}
