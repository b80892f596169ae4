using System.Text.Json.Serialization;
using LiveFeed.Frames;

namespace LiveFeed.Hub.Backplane.Redis;

/// <summary>What one node asks another, about the other's clients. It is about what <see cref="IBackplane"/> asks.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "ask")]
[JsonDerivedType(typeof(ListClients), "list")]
[JsonDerivedType(typeof(FindClient), "find")]
[JsonDerivedType(typeof(CountFollowers), "followers")]
[JsonDerivedType(typeof(FindFollowed), "followed")]
[JsonDerivedType(typeof(CloseClient), "close")]
[JsonDerivedType(typeof(CloseUser), "close-user")]
[JsonDerivedType(typeof(EndForGood), "end-for-good")]
[JsonDerivedType(typeof(RenewAccess), "renew")]
[JsonDerivedType(typeof(ChangeSubscription), "subscribe")]
internal abstract record NodeQuestion
{
    /// <summary>A page of the clients.</summary>
    /// <param name="After">The number of the last client of the page before; 0 begins.</param>
    /// <param name="Newest">As the answer to the first page has it; 0 in the question for that.</param>
    internal sealed record ListClients(long After, long Newest) : NodeQuestion;

    internal sealed record FindClient(string Client) : NodeQuestion;

    internal sealed record CountFollowers(IReadOnlyList<string> Topics) : NodeQuestion;

    internal sealed record FindFollowed(IReadOnlyList<string> Topics) : NodeQuestion;

    internal sealed record CloseClient(string Client, CloseReason Reason) : NodeQuestion;

    internal sealed record CloseUser(string User, CloseReason Reason) : NodeQuestion;

    /// <summary>Its answer says nothing.</summary>
    internal sealed record EndForGood(string Id) : NodeQuestion;

    internal sealed record RenewAccess(string Client, GrantText Grant) : NodeQuestion;

    internal sealed record ChangeSubscription(
        string Client, IReadOnlyList<AdditionText> Additions, IReadOnlyList<string> Removals, int Limit) : NodeQuestion;
}
