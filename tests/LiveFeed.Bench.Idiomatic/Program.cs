// What a .NET developer would write in an afternoon without LiveFeed: the framework's own server-sent events result over one
// bounded Channel<string> a client. No log, no resume, no topics. `make bench` measures LiveFeed beside it.
using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
var signalR = builder.Services.AddSignalR();
if (builder.Configuration["redis"] is { } redis)
{
    signalR.AddStackExchangeRedis(redis); // for several nodes
}

var app = builder.Build();
var clients = new ConcurrentDictionary<Channel<string>, bool>();

app.MapGet("/events", (CancellationToken gone) =>
{
    // As many events as LiveFeed queues. A slower client loses the oldest.
    var options = new BoundedChannelOptions(1024) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest };
    var client = Channel.CreateBounded<string>(options);
    clients[client] = true;
    gone.Register(() => clients.TryRemove(client, out _));
    client.Writer.TryWrite("connected"); // else the head waits for the first event
    return TypedResults.ServerSentEvents(client.Reader.ReadAllAsync(gone));
});

app.MapPost("/events", async (HttpRequest request) =>
{
    using var reader = new StreamReader(request.Body);
    var text = await reader.ReadToEndAsync();
    foreach (var (client, _) in clients)
    {
        client.Writer.TryWrite(text);
    }

    return TypedResults.Accepted((string?)null);
});

// The same with SignalR: a string is an event, an array of strings many.
app.MapHub<EmptyHub>("/signalr");
app.MapPost("/signalr-events", async (JsonElement body, IHubContext<EmptyHub> hub) =>
{
    if (body.ValueKind == JsonValueKind.Array)
    {
        await Task.WhenAll(body.EnumerateArray().Select(one => hub.Clients.All.SendAsync("event", one.GetString())));
    }
    else
    {
        await hub.Clients.All.SendAsync("event", body.GetString());
    }

    return TypedResults.Accepted((string?)null);
});

app.MapHub<ProducerHub>("/signalr-producers");
app.Run();

internal sealed class EmptyHub : Hub;

// Producers have a hub of their own, lest they be sent what they publish.
internal sealed class ProducerHub(IHubContext<EmptyHub> followers) : Hub
{
    public Task Publish(string one) => followers.Clients.All.SendAsync("event", one);

    public Task PublishMany(string[] many) => Task.WhenAll(many.Select(Publish));
}
