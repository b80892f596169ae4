using System.Net;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Access;

/// <summary>
/// Credentials appear nowhere: not in the log at its most detailed level, nor in traces, metrics or answers.
/// </summary>
public sealed class SecretsTests : IAsyncLifetime
{
    // Each is to be found by this, whatever part of a token or key was written.
    private const string Mark = "Zm9yYmlkZGVu";

    private static readonly string[] Paths =
    [
        "/events?topic=b", "/events?topic=a*", "/history?topic=b", "/topics?pattern=a*", "/clients?", "/metrics?",
        "/nothing?", "/boards?",
        "/swagger/nothing?",
    ];

    private static readonly string Good = TestToken.For("a").BySecret();
    private static readonly string[] Secrets = [Mark, Good, Good.Split('.')[1], Good.Split('.')[2], TestToken.Secret];

    private readonly List<string> _answers = [];
    private TestCollector _collector = null!;
    private ServiceProcess _service = null!;

    public async ValueTask InitializeAsync()
    {
        _collector = await TestCollector.StartAsync();
        _service = await ServiceProcess.StartAsync(
            "--LiveFeed:Log:Provider=memory",
            $"--LiveFeed:Access:Jwt:SigningKey={TestToken.Secret}",
            "--Logging:LogLevel:Default=Trace",
            "--Logging:LogLevel:Microsoft.AspNetCore=Trace",
            "--Logging:Console:LogLevel:Default=Trace",
            "--Logging:Console:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics=Trace",
            $"--OTEL_EXPORTER_OTLP_ENDPOINT={_collector.Address}",
            "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
            "--OTEL_BSP_SCHEDULE_DELAY=50",
            "--OTEL_METRIC_EXPORT_INTERVAL=200");
    }

    public async ValueTask DisposeAsync()
    {
        _service.Dispose();
        await _collector.DisposeAsync();
    }

    [Fact]
    public async Task Tokens_and_keys_are_in_no_log_trace_metric_or_answer()
    {
        foreach (var token in (string[])[Good, $"{Mark}.{Mark}.{Mark}", Mark])
        {
            foreach (var path in Paths)
            {
                await AskAsync(HttpMethod.Get, $"{path}&access_token={token}");
                await AskAsync(HttpMethod.Get, path, ("Authorization", $"Bearer {token}"));
                await AskAsync(HttpMethod.Get, path, ("X-API-Key", token));
                await AskAsync(HttpMethod.Get, path, ("Cookie", $"livefeed_token={token}"));
            }

            await AskAsync(HttpMethod.Get, $"/events?topic=b&ticket={token}");
            await AskAsync(HttpMethod.Get, $"/events?topic=a*&ticket={token}");
            await AskAsync(HttpMethod.Post, "/clients/c-1/token", ("Authorization", $"Bearer {token}"));
            await AskAsync(HttpMethod.Post, $"/events?access_token={token}", ("Authorization", $"Bearer {token}"));
            await AskAsync(HttpMethod.Put, $"/events?access_token={token}");
        }

        string[] malformed = [$"{Mark}\u0001 HTTP/1.1\r\nHost: x", $"{Mark} HTTP/1.1\r\nHost: x\r\nAuthorization {Mark}"];
        foreach (var bad in malformed)
        {
            _answers.Add(await RawHttp.AskAsync(_service.Address, $"GET /events?access_token={bad}\r\n\r\n", "\r\n\r\n"));
        }

        var ticket = await UseTicketAsync();
        await Deadline.UntilAsync(() => Exported("/clients") && Exported("http.server"), "traces and metrics come");
        Assert.Equal(0, await _service.TerminateAsync());

        // Else there would be nothing to find: the log says all else, and traces have the query.
        Assert.Contains("dbug", _service.Output, StringComparison.Ordinal);
        Assert.True(Exported("access_token=Redacted"));
        foreach (var secret in (string[])[.. Secrets, .. ticket])
        {
            Assert.DoesNotContain(secret, _service.Output, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, _collector.Received, StringComparison.Ordinal);
            Assert.All(_answers, answer => Assert.DoesNotContain(secret, answer, StringComparison.Ordinal));
        }
    }

    // A stream is opened with it, and turned away; then the stream ends and the ticket is refused.
    private async Task<string[]> UseTicketAsync()
    {
        using var asked = new HttpRequestMessage(HttpMethod.Post, "/tickets");
        asked.Headers.Add("Authorization", $"Bearer {Good}");
        using var response = await _service.Http.SendAsync(asked).WithinDeadline();
        var ticket = (await response.ReadJsonAsync(HttpStatusCode.OK)).GetProperty("ticket").GetString()!;
        await using var stream = await _service.FollowAsync($"/events?topic=a&ticket={ticket}");
        await stream.ReadConnectedAsync();
        await AskAsync(HttpMethod.Get, $"/events?topic=a&ticket={ticket}");
        await AskAsync(HttpMethod.Get, $"/events?topic=b&ticket={ticket}");
        await AskAsync(HttpMethod.Get, $"/events?topic=a&ticket={ticket}x");
        return ticket.Split('.');
    }

    private bool Exported(string text) => _collector.Received.Contains(text, StringComparison.Ordinal);

    // The head and, unless it is a stream that goes on, the body.
    private async Task AskAsync(HttpMethod method, string pathAndQuery, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(pathAndQuery, UriKind.Relative));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response =
            await _service.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WithinDeadline();
        var goesOn = response.Content.Headers.ContentType?.MediaType == "text/event-stream";
        var body = goesOn ? "" : await response.Content.ReadAsStringAsync().WithinDeadline();
        _answers.Add($"{response.Headers}{response.Content.Headers}{body}");
    }
}
