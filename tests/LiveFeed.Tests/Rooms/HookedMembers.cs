using LiveFeed.Log.Memberships;

namespace LiveFeed.Tests.Rooms;

/// <summary>The members of all nodes, as one node asks for them. A test may do something in between, once.</summary>
internal sealed class HookedMembers(ISharedMembers members) : ISharedMembers
{
    /// <summary>Happens after the next list of those who are to leave was read.</summary>
    internal Func<Task>? Listed { get; set; }

    /// <summary>Happens before the next question how many are in a room.</summary>
    internal Func<Task>? Counting { get; set; }

    /// <summary>What to throw instead of telling who has which connections. Set by the test.</summary>
    internal Exception? Failure { get; set; }

    public async ValueTask<int> CountAsync(string room)
    {
        var counting = Counting;
        Counting = null;
        await (counting?.Invoke() ?? Task.CompletedTask);
        return await members.CountAsync(room);
    }

    public IAsyncEnumerable<SharedMember> ListAsync(string room, CancellationToken cancellationToken) =>
        members.ListAsync(room, cancellationToken);

    public ValueTask<SharedMember?> FindAsync(string room, string userId) => members.FindAsync(room, userId);

    public ValueTask<bool> SeatAsync(string room, string userId, IReadOnlyList<string> memberIds) =>
        Failure is { } failure ? throw failure : members.SeatAsync(room, userId, memberIds);

    public ValueTask GiveUpLostAsync(string room, string userId, string? cameAs) =>
        members.GiveUpLostAsync(room, userId, cameAs);

    public IAsyncEnumerable<(string Room, string UserId)> ListSeatsAsync(CancellationToken cancellationToken) =>
        members.ListSeatsAsync(cancellationToken);

    public ValueTask<IReadOnlyList<string>> ListGoneAsync() => members.ListGoneAsync();

    public ValueTask<bool> UnseatAsync(string node) => members.UnseatAsync(node);

    public async ValueTask<IReadOnlyList<(string Room, SharedMember Member)>> ListLeavingAsync()
    {
        var leaving = await members.ListLeavingAsync();
        var listed = Listed;
        Listed = null;
        await (listed?.Invoke() ?? Task.CompletedTask);
        return leaving;
    }
}
