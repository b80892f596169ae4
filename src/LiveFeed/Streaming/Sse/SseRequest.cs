using LiveFeed.Access;
using LiveFeed.Clients;
using LiveFeed.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace LiveFeed.Streaming.Sse;

/// <summary>What a client asks for at <c>GET /events</c>.</summary>
internal sealed record SseRequest(JoinRequest Join, bool Envelope, bool AcceptsGzip)
{
    internal const string Transport = "sse";

    // What a joining client may ask to begin with, of each key and of events without a key.
    internal const int MostLast = 10_000;

    /// <returns>The request, or the problem with it.</returns>
    internal static (SseRequest? Request, FeedProblem? Problem) Read(HttpRequest http, Caller caller, LimitsOptions limits)
    {
        var query = new QueryReader(http.Query);
        var topics = query.Patterns("topic", limits.TopicsPerClient);

        // The header wins: a browser that reconnects repeats the query of its first request.
        var header = http.Headers["Last-Event-ID"].ToString();
        var after = query.Position("Last-Event-ID", header);
        if (header.Length == 0)
        {
            after = query.Position("lastEventId") ?? query.Position("last_event_id");
        }

        var request = new SseRequest(
            new JoinRequest
            {
                Transport = Transport,
                Topics = [.. topics],
                User = caller.User,
                Expires = caller.Expires,
                After = after,
                Last = query.Number("last", 0, MostLast, otherwise: 0),
            },
            query.Flag("envelope"),
            PrefersGzip(http.GetTypedHeaders().AcceptEncoding));
        return query.Problem is null ? (request, null) : (null, query.Problem);
    }

    // RFC 9110, section 12.5.3. "*" is not enough: it names nothing that the client can surely read, and as it is will do.
    private static bool PrefersGzip(IList<StringWithQualityHeaderValue> accepted)
    {
        var gzip = Quality("gzip") ?? Quality("x-gzip") ?? 0;
        return gzip > 0 && gzip >= (Quality("identity") ?? 0);

        double? Quality(string coding) => accepted
            .Where(one => one.Value.Equals(coding, StringComparison.OrdinalIgnoreCase))
            .Max(one => (double?)(one.Quality ?? 1));
    }
}
