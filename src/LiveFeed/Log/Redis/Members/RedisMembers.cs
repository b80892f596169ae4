using System.Runtime.CompilerServices;
using System.Text.Json;
using LiveFeed.Log.Memberships;
using LiveFeed.Log.Redis.Scripts;
using StackExchange.Redis;

namespace LiveFeed.Log.Redis.Members;

/// <summary>Who is in which room, in hashes beside the streams. docs/redis.md has the keys.</summary>
/// <param name="server">The store.</param>
/// <param name="sequenceOf">The sequence of a number of the store.</param>
internal sealed class RedisMembers(RedisServer server, Func<long, long> sequenceOf) : ISharedMembers
{
    private const int AtOnce = 100;

    private readonly RedisKeys _keys = server.Keys;

    public async ValueTask<int> CountAsync(string room) =>
        (int)await server.AskAsync(database => database.HashLengthAsync(_keys.Room(room), CommandFlags.DemandMaster));

    public IAsyncEnumerable<SharedMember> ListAsync(string room, CancellationToken cancellationToken) =>
        WalkAsync(
            server.Database.HashScanAsync(_keys.Room(room), pageSize: AtOnce, flags: CommandFlags.DemandMaster),
            cancellationToken)
            .Select(field => StoredMember.Read(field.Name!, field.Value!, sequenceOf));

    public async ValueTask<SharedMember?> FindAsync(string room, string userId)
    {
        var value = await server.AskAsync(
            database => database.HashGetAsync(_keys.Room(room), userId, CommandFlags.DemandMaster));
        return value.IsNull ? null : StoredMember.Read(userId, value!, sequenceOf);
    }

    public async ValueTask<bool> SeatAsync(string room, string userId, IReadOnlyList<string> memberIds) =>
        (int)await server.RunAsync(
            RedisScripts.Seat,
            [_keys.Room(room), _keys.SeatsOf(server.NodeId), _keys.Leaving],
            [room, userId, server.NodeId, JsonSerializer.Serialize([.. memberIds], MembersJson.Default.StringArray)]) > 0;

    public async ValueTask GiveUpLostAsync(string room, string userId, string? cameAs) =>
        await server.RunAsync(RedisScripts.GiveUpLost, [_keys.Room(room)], [userId, server.NodeId, cameAs ?? ""]);

    public IAsyncEnumerable<(string Room, string UserId)> ListSeatsAsync(CancellationToken cancellationToken) =>
        WalkAsync(
            server.Database.SetScanAsync(
                _keys.SeatsOf(server.NodeId), pageSize: AtOnce, flags: CommandFlags.DemandMaster),
            cancellationToken)
            .Select(seat => RedisKeys.Seat((string)seat!));

    public async ValueTask<bool> UnseatAsync(string node) =>
        (int)await server.RunAsync(
            RedisScripts.Unseat,
            [_keys.SeatsOf(node), _keys.Leaving, _keys.Nodes, _keys.Gone],
            [_keys.Prefix, node, AtOnce]) > 0;

    public async ValueTask<IReadOnlyList<string>> ListGoneAsync() =>
        [.. (await server.AskAsync(database => database.SetMembersAsync(_keys.Gone))).Select(node => node.ToString())];

    public async ValueTask<IReadOnlyList<(string Room, SharedMember Member)>> ListLeavingAsync()
    {
        var found = new List<(string Room, SharedMember Member)>();
        foreach (var entry in await server.AskAsync(database => database.SetRandomMembersAsync(_keys.Leaving, AtOnce)))
        {
            var (room, user) = RedisKeys.Seat((string)entry!);
            if (await FindAsync(room, user) is { } member)
            {
                found.Add((room, member));
            }
            else
            {
                await server.AskAsync(database => database.SetRemoveAsync(_keys.Leaving, entry)); // it has left already
            }
        }

        return found;
    }

    private async IAsyncEnumerable<T> WalkAsync<T>(
        IAsyncEnumerable<T> pages, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var entries = pages.GetAsyncEnumerator(cancellationToken);
        await using (entries)
        {
            while (await server.AskAsync(_ => entries.MoveNextAsync().AsTask()))
            {
                yield return entries.Current;
            }
        }
    }
}
