namespace LiveFeed.Log.Memberships;

/// <summary>
/// Who is in which room, for nodes that share a log. A member has a seat at each node that it has connections at, or had
/// until a moment ago. A join that is appended takes the seat of the appending node, a leave gives it back; the log stores
/// the join of the first seat and the leave of the last one, so each happens once. Any thread.
/// </summary>
internal interface ISharedMembers
{
    /// <summary>How many users are in a room.</summary>
    /// <exception cref="LogUnavailableException">As from all below: the store does not answer.</exception>
    ValueTask<int> CountAsync(string room);

    /// <summary>The users in a room, in no order, read while the list is read.</summary>
    IAsyncEnumerable<SharedMember> ListAsync(string room, CancellationToken cancellationToken);

    /// <summary>A user who is in a room; null when it is not.</summary>
    ValueTask<SharedMember?> FindAsync(string room, string userId);

    /// <summary>
    /// The connections of a member at this node have changed. Nothing happens when the member is not in: a join takes a
    /// seat, a leave gives the last one back.
    /// </summary>
    /// <returns>False when it is not in.</returns>
    ValueTask<bool> SeatAsync(string room, string userId, IReadOnlyList<string> memberIds);

    /// <summary>
    /// A member says at this node that it leaves. It gives up the seats at nodes that have lost its connections and wait for
    /// them.
    /// </summary>
    /// <param name="room">The room.</param>
    /// <param name="userId">The member.</param>
    /// <param name="cameAs">
    /// The member id of the connection that says it, when that was at another node before: a node that still has it has lost
    /// it. Otherwise null.
    /// </param>
    ValueTask GiveUpLostAsync(string room, string userId, string? cameAs);

    /// <summary>The members that have a seat at this node, in no order, read while the list is read.</summary>
    IAsyncEnumerable<(string Room, string UserId)> ListSeatsAsync(CancellationToken cancellationToken);

    /// <summary>Nodes that were removed and may have seats yet.</summary>
    ValueTask<IReadOnlyList<string>> ListGoneAsync();

    /// <summary>
    /// Takes some seats of a node that is gone away from it. Members that have no other are to leave, see
    /// <see cref="ListLeavingAsync"/>.
    /// </summary>
    /// <returns>False when it has no more, or is back.</returns>
    ValueTask<bool> UnseatAsync(string node);

    /// <summary>Some members without a seat: whoever looks appends their leaves.</summary>
    ValueTask<IReadOnlyList<(string Room, SharedMember Member)>> ListLeavingAsync();
}
