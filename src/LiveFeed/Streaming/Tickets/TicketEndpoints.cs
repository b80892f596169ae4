using LiveFeed.Access;
using LiveFeed.Access.Authorization;
using LiveFeed.Access.Tickets;
using LiveFeed.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace LiveFeed.Streaming.Tickets;

/// <summary><c>POST /tickets</c>: credentials for an address, where a token should not stand.</summary>
internal static class TicketEndpoints
{
    internal static void MapTickets(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/tickets", GiveTicket).WithName(nameof(GiveTicket)).Produces<TicketAnswer>()
            .ProducesProblems(Examples);

    private static FeedProblem[] Examples =>
    [
        .. AccessExamples.NoCredentials,
        AccessProblems.CrossSite,
        TicketOffice.TooLong(5_120),
        AccessProblems.AuthorityAway,
    ];

    /// <summary>Get a ticket for a stream</summary>
    /// <remarks>
    /// For clients that cannot set headers, such as an <c>EventSource</c>. The token or key is in a header; there is no
    /// body. The ticket has the rights of its owner. As <c>ticket=</c> in the query it opens one stream within a minute
    /// (<c>LiveFeed:Access:Tickets:OpenWithin</c>). From then on it only reopens that one, until it expires: with the token,
    /// or after <c>LiveFeed:Access:Tickets:KeyLifetime</c> when it was given for a key.
    /// </remarks>
    /// <param name="context">The request.</param>
    /// <param name="access">Says who asks.</param>
    /// <param name="tickets">Gives tickets.</param>
    /// <response code="200">The ticket.</response>
    /// <response code="401">
    /// The request needs credentials and has none, or they are not valid (<c>LiveFeed:Access:Anonymous</c>).
    /// </response>
    /// <response code="403">A browser sends the request for a page of another site.</response>
    /// <response code="422">The rights of the token are too long for an address.</response>
    /// <response code="503">The authority that signs tokens cannot be reached, and never could since the start.</response>
    private static async Task<Results<JsonHttpResult<TicketAnswer>, FeedProblem>> GiveTicket(
        HttpContext context, AccessPolicy access, TicketOffice tickets)
    {
        var caller = await access.IdentifyAsync(context);
        if (caller.MayFollow([]) is { } refused)
        {
            return FeedProblem.Of(refused);
        }

        var issued = tickets.Issue(caller);
        if (issued.Refusal is { } refusal)
        {
            return FeedProblem.Of(refusal);
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Json(
            new TicketAnswer(issued.Text, issued.Expires.UtcDateTime), TicketAnswerJson.Default.TicketAnswer);
    }
}
