using System.Text;
using LiveFeed.Access;
using LiveFeed.Access.Authentication;
using LiveFeed.Events;
using LiveFeed.Http;
using LiveFeed.Http.Docs;
using LiveFeed.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace LiveFeed.Badges;

/// <summary>A topic as a picture that is made for each request: its latest value, or its course.</summary>
internal static class BadgeEndpoints
{
    internal const string MediaType = "image/svg+xml";

    internal static readonly TimeSpan DefaultWindow = TimeSpan.FromHours(1);

    // All that is in it is read; a day is what the log retains unless it is told otherwise.
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(1);
    private static readonly TimeSpan ShortestWindow = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestStale = TimeSpan.FromDays(365);

    internal static RouteGroupBuilder MapBadgeEndpoints(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").Described(BadgeDocs.Group);
        group.MapGet("/badge.svg", ShowBadge).WithName(nameof(ShowBadge)).Described(BadgeDocs.Badge);
        group.MapGet("/sparkline.svg", ShowSparkline).WithName(nameof(ShowSparkline)).Described(BadgeDocs.Sparkline);
        return group;
    }

    private static async Task<IResult> ShowBadge(
        HttpContext context, QueryLogReader reads, AccessPolicy access, IOptions<AccessOptions> options, QueryLimiter allowance)
    {
        var caller = await access.IdentifyAsync(context);
        var query = new QueryParameters(context.Request.Query);
        var levels = BadgeLevels.Read(query);
        var stale = query.Span("stale", TimeSpan.FromSeconds(1), LongestStale);
        var (request, problem) = BadgeRequest.Read(query, caller);
        if (request is null)
        {
            return problem!;
        }

        return await allowance.AnswerAsync(context, caller, async lease =>
        {
            var latest = await TopicReader.LatestAsync(lease, reads, request);
            var badge = latest is null
                ? new Badge(request.Label, "no data", SvgStyle.Old)
                : BadgeOf(latest, request, levels, stale, allowance.Time.GetUtcNow());
            return Picture(context, options, badge.Draw());
        });
    }

    private static Badge BadgeOf(FeedEvent latest, BadgeRequest request, BadgeLevels levels, TimeSpan? stale, DateTimeOffset now)
    {
        var value = request.Path.Read(latest.Data);
        var shown = request.Show(value, latest.Data) ?? "no value";
        var (age, level) = (now - latest.Time, levels.Of(value.Number));
        return value.IsNone ? new Badge(request.Label, shown, SvgStyle.Old, Time: latest.Time)
            : age > stale ? new Badge(request.Label, shown, SvgStyle.Old, $"{RelativeTime.Of(age)} old", latest.Time)
            : new Badge(request.Label, shown, level, level is BadgeLevels.Warning or BadgeLevels.Critical ? level : "", latest.Time);
    }

    private static async Task<IResult> ShowSparkline(
        HttpContext context, QueryLogReader reads, AccessPolicy access, IOptions<AccessOptions> options, QueryLimiter allowance)
    {
        var caller = await access.IdentifyAsync(context);
        var query = new QueryParameters(context.Request.Query);
        var window = query.Span("window", ShortestWindow, LongestWindow) ?? DefaultWindow;
        var (width, height) = (query.Number("width", 16, 1_000, BadgeDocs.Width), query.Number("height", 8, 300, BadgeDocs.Height));
        var (request, problem) = BadgeRequest.Read(query, caller);
        if (request is null)
        {
            return problem!;
        }

        return await allowance.AnswerAsync(context, caller, async lease =>
        {
            var course = new SparklineSeries(allowance.Time.GetUtcNow() - window, window, width);
            var last = await TopicReader.FillAsync(lease, reads, request, course);
            return Picture(context, options, new Sparkline(course, Words(request, course, last), width, height).Draw());
        });
    }

    private static string Words(BadgeRequest request, SparklineSeries course, EventData? last)
    {
        var (label, span) = (SvgText.Visible(request.Label, BadgeRequest.MaxLabel), $"in the last {RelativeTime.Of(course.Span)}");
        string Text(double value) => request.Show(new EventValue(value, null), last!.Value)!;
        var named = label.Length == 0 ? "" : $"{label}: ";
        return course.IsEmpty ? $"{named}no data {span}" : $"{named}{Text(request.Path.ReadNumber(last!.Value)!.Value)}, from {Text(course.Low)} to {Text(course.High)} {span}";
    }

    private static IResult Picture(HttpContext context, IOptions<AccessOptions> options, string svg)
    {
        BrowserHeaders.Protect(context.Response, SvgStyle.ContentPolicy);
        var headers = context.Response.Headers;
        headers.CacheControl = "no-cache";

        // Any page may show what the request's own address opens. Where the browser's cookie opens it, or its being on this
        // machine, a stranger's page could tell from the picture's width what the value is.
        var isAmbient = options.Value.IsOpenUnasked || RequestCredentials.Of(context.Request, options.Value.Cookie) is { IsCookie: true };
        headers["Cross-Origin-Resource-Policy"] = isAmbient ? "same-site" : "cross-origin";
        var bytes = Encoding.UTF8.GetBytes(svg);
        return TypedResults.Bytes(bytes, MediaType, entityTag: ContentTag.Of(bytes));
    }
}
