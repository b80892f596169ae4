using StackExchange.Redis;

namespace LiveFeed.Log.Redis;

/// <summary>What a server must be, and how it must be set, so that it keeps what it takes.</summary>
internal sealed partial class RedisServer
{
    private async Task CheckAsync(LogOptions options)
    {
        var info = (await AskServerAsync(server => server.ExecuteAsync("INFO", "everything")))
            .ToString()
            .Split('\n')
            .Select(line => line.Trim().Split(':', 2))
            .Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0], pair => pair[1], StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        if (!int.TryParse(info.GetValueOrDefault("redis_version")?.Split('.')[0], out var major) || major < OldestMajor)
        {
            throw new LogUnavailableException(
                $"Redis is {info.GetValueOrDefault("redis_version")}, but LiveFeed needs {OldestMajor}.0 or newer");
        }

        if (info.GetValueOrDefault("maxmemory_policy") is { } policy && policy != "noeviction")
        {
            throw new LogUnavailableException(
                $"Redis has maxmemory-policy {policy} and would throw events away: set noeviction");
        }

        if (options.Durability == LogDurability.Commit)
        {
            await CheckCommitAsync();
        }
    }

    private async Task CheckCommitAsync()
    {
        foreach (var (name, wanted) in new[] { ("appendonly", "yes"), ("appendfsync", "always") })
        {
            var pair = (string?[]?)await AskServerAsync(server => server.ExecuteAsync("CONFIG", "GET", name));
            if (pair is not [_, { } value] || value != wanted)
            {
                throw new LogUnavailableException(
                    $"LiveFeed:Log:Durability is commit, but Redis may lose what it has acknowledged: set {name} {wanted}");
            }
        }
    }
}
