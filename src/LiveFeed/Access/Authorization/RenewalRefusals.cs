using System.Globalization;
using LiveFeed.Clients.Renewing;
using LiveFeed.Refusals;

namespace LiveFeed.Access.Authorization;

/// <summary>Why newer credentials are not taken for an open stream, which goes on as before.</summary>
internal static class RenewalRefusals
{
    internal static Refusal OtherUser { get; } = new(
        RefusalKind.Forbidden, "This client belongs to another user. Send a token of its own user, or its own API key.");

    /// <summary>Null for credentials that were taken, and for a client that has left.</summary>
    /// <param name="answer">The stream's answer.</param>
    /// <param name="caller">Whose credentials they are.</param>
    internal static Refusal? Of(RenewedAccess answer, Caller caller) => answer.Outcome switch
    {
        RenewalOutcome.OtherUser => OtherUser,
        RenewalOutcome.Sooner => Sooner(caller.Expires, answer.Expires),
        RenewalOutcome.MayNotFollow => caller.MayFollow(answer.Forbidden),
        _ => null,
    };

    internal static Refusal Sooner(DateTimeOffset? given, DateTimeOffset? has) => Refusal.At(
        RefusalKind.Invalid,
        "Authorization",
        has is { } until
            ? $"expires at {Text(given)}, before the credentials that the stream has: {Text(until)}"
            : "expires, but the stream's credentials do not: it needs no newer ones");

    private static string Text(DateTimeOffset? time) =>
        time is { } at ? at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : "never";
}
