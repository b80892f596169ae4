using LiveFeed.Tests.Architecture;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Hosting;

/// <summary>The users that the guide gives to Redis.</summary>
public sealed class RedisUsersTests
{
    private const string Admin = "user admin on >secret ~* &* +@all";

    // Redis reads its file with the rights of the user whom nobody can be.
    [Fact]
    public async Task With_the_users_of_the_guide_a_crash_of_Redis_loses_nothing_that_it_has()
    {
        using var folder = new TempFolder();
        await File.WriteAllLinesAsync(
            folder.File("users.acl"), [.. UsersOfTheGuide(), Admin], TestContext.Current.CancellationToken);
        await using var redis = await RedisProcess.StartAsync(
            "user=admin,password=secret",
            ["--aclfile", folder.File("users.acl"), "--appendonly", "yes", "--appendfsync", "always"]);
        await using var server = new LiveFeedServer(
            ("Log:Provider", "redis"),
            ("Log:Durability", "commit"),
            ("Log:Redis:Configuration", $"{redis.Configuration},user=livefeed,password=secret"));
        await server.Http.PublishNumbersAsync("demo/a", 5);

        redis.Kill();
        await redis.RestartAsync();

        Assert.Equal(5, await redis.Database.StreamLengthAsync("livefeed"));
        await Assert.ThrowsAsync<StackExchange.Redis.RedisConnectionException>(
            () => StackExchange.Redis.ConnectionMultiplexer.ConnectAsync($"{redis.Configuration},connectTimeout=1000"));
    }

    private static IEnumerable<string> UsersOfTheGuide()
    {
        var service = Users("redis.md").Single();
        return Users("operations.md").Select(line => line.StartsWith("user livefeed ", StringComparison.Ordinal)
            ? service
            : line.Replace(">…", ">secret", StringComparison.Ordinal));
    }

    private static string[] Users(string page) =>
        [.. File.ReadAllLines(Path.Combine(SourceTree.Root(), "docs", page))
            .Where(line => line.StartsWith("user ", StringComparison.Ordinal))];
}
