using LiveFeed.Client;
using LiveFeed.Client.Aot;
using Microsoft.Extensions.DependencyInjection;

// Uses what an app uses: a host's services, typed data both ways, a change of topics, a refusal. Prints what it got.
var services = new ServiceCollection();
services.AddLiveFeedClient(options => options.Address = new Uri(args[0]));
await using var provider = services.BuildServiceProvider();
var client = provider.GetRequiredService<LiveFeedClient>();
using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);

await client.PublishAsync("aot/first", new Reading("a", 1.5), AppJson.Default.Reading, limit.Token);
await client.PublishAsync(NewEvent.OfText("aot/second", "text"), limit.Token);
try
{
    await client.PublishAsync(NewEvent.OfText("not a topic", "text"), limit.Token);
}
catch (LiveFeedRefusedException refusal)
{
    Console.WriteLine($"refused {refusal.Status} {string.Join(' ', refusal.Errors.Keys)}");
}

using var stream = client.FollowAsync(["aot/first"], new FollowOptions { Last = 1 }, limit.Token);
var seen = 0;
await foreach (var e in stream)
{
    Console.WriteLine(
        e.Topic == "aot/first" ? $"{e.Topic} {e.Deserialize(AppJson.Default.Reading)!.Value}" : $"{e.Topic} {e.ReadText()}");
    if (++seen == 2)
    {
        break;
    }

    await stream.SubscribeAsync(["aot/second"], e.Position, limit.Token);
}
