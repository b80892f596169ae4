using LiveFeed.Access;
using LiveFeed.Access.Authentication;
using LiveFeed.Access.Authorization;
using LiveFeed.Clients;
using LiveFeed.Clients.Renewing;
using LiveFeed.Http;

namespace LiveFeed.Streaming;

/// <summary>
/// Whose an open stream is, by its newest credentials, for transports on which the client asks for more. They are renewed by
/// the client's message, or by a request at any node. For one task at a time.
/// </summary>
/// <param name="client">The stream's.</param>
/// <param name="access">Checks tokens.</param>
/// <param name="first">By the credentials that opened the stream.</param>
internal sealed class StreamCaller(FeedClient client, AccessPolicy access, Caller first)
{
    private Caller _caller = first; // a newer token replaces it, and the next
    private AccessGrant _grant = first.Grant;

    /// <summary>The same one until there are newer credentials.</summary>
    internal Caller Now
    {
        get
        {
            if (client.Access.Grant is var grant && !ReferenceEquals(grant, _grant) && !client.Access.HasEnded)
            {
                (_caller, _grant) = (Caller.Of(grant), grant);
            }

            return _caller;
        }
    }

    /// <summary>Lets the stream go on with a newer token, or says why not.</summary>
    internal async ValueTask<FeedProblem?> RenewAsync(string token)
    {
        var newer = await access.IdentifyAsync(new Credentials(token), client.CutOff);
        if (newer.MayFollow([]) is { } refused)
        {
            return refused;
        }

        var answer = client.Access.Renew(newer.Grant, client.Changes.Asked);
        if (answer.Outcome == RenewalOutcome.Renewed)
        {
            (_caller, _grant) = (newer, newer.Grant);
        }

        return RenewalRefusals.Of(answer, newer);
    }
}
