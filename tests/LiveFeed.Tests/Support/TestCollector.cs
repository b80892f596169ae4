using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Tests.Support;

/// <summary>Receives exports by OTLP over HTTP, on a real socket, and keeps them as they come.</summary>
internal sealed class TestCollector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly StringBuilder _received = new(); // guarded by itself

    private TestCollector(WebApplication app) => _app = app;

    internal string Address => _app.Urls.First();

    /// <summary>All of it; names and values stand in protobuf as they are.</summary>
    internal string Received
    {
        get
        {
            lock (_received)
            {
                return _received.ToString();
            }
        }
    }

    internal static async Task<TestCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = new TestCollector(builder.Build());
        collector._app.MapPost("/v1/{signal}", collector.TakeAsync);
        await collector._app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        lock (_received)
        {
            _received.Append(Encoding.Latin1.GetString(body.ToArray()));
        }

        return Results.Ok();
    }
}
