using LiveFeed.Access;
using LiveFeed.Log;
using LiveFeed.Reading;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Query.Series;

/// <summary>What both endpoints of series need beside their parameters.</summary>
internal sealed record SeriesServices(
    HttpContext Context, IEventLog Log, SeriesReader Reader, AccessPolicy Access, QueryLimiter Allowance);
