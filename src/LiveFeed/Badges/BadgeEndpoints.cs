using LiveFeed.Access;
using LiveFeed.Access.Authentication;
using LiveFeed.Events;
using LiveFeed.Http;
using LiveFeed.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace LiveFeed.Badges;

/// <summary>A topic as a picture that is made for each request: its latest value, or its course.</summary>
/// <response code="200">The picture.</response>
/// <response code="400">A parameter cannot be read.</response>
/// <response code="401">
/// The request needs credentials and has none, or they are not valid (<c>LiveFeed:Access:Anonymous</c>).
/// </response>
/// <response code="403">The credentials do not cover all of the request.</response>
/// <response code="422">The topic is none, or a text is too long.</response>
/// <response code="503">
/// The max number of queries runs, or they hold the max memory; the log cannot be read; or the authority that signs tokens
/// could not be reached since the start.
/// </response>
internal static class BadgeEndpoints
{
    internal static readonly TimeSpan DefaultWindow = TimeSpan.FromHours(1);

    // All events in the window are read. The log retains one day by default.
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(1);
    private static readonly TimeSpan ShortestWindow = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestStale = TimeSpan.FromDays(365);

    internal static RouteGroupBuilder MapBadgeEndpoints(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Badges");
        group.MapGet("/badge.svg", ShowBadge).WithName(nameof(ShowBadge));
        group.MapGet("/sparkline.svg", ShowSparkline).WithName(nameof(ShowSparkline));
        group.ProducesProblems(
        [
            FeedProblem.At(ProblemKind.Malformed, "decimals", "must be a whole number from 0 to 6"),
            .. QueryExamples.OfTopics,
        ]);
        return group;
    }

    /// <summary>The latest value as a badge</summary>
    /// <remarks>
    /// Its newest event's value, for example
    /// <c>![Office](https://feed.example.com/badge.svg?topic=demo/temperature&amp;unit=°C&amp;label=Office)</c>. Without an
    /// event it says <c>no data</c>, without a value in it <c>no value</c>; both, and what is <c>stale</c>, are grey. It is
    /// for no cache to keep, and has an <c>ETag</c>.
    /// </remarks>
    private static async Task<Results<Picture, FeedProblem>> ShowBadge(
        [AsParameters] BadgeParameters parameters,
        HttpContext context,
        QueryLogReader reads,
        AccessPolicy access,
        IOptions<AccessOptions> options,
        QueryLimiter allowance)
    {
        var caller = await access.IdentifyAsync(context);
        var query = new QueryParameters();
        var levels = BadgeLevels.Read(query, parameters);
        var stale = query.Span("stale", parameters.Stale, TimeSpan.FromSeconds(1), LongestStale);
        var (request, problem) = BadgeRequest.Read(query, parameters, caller);
        var svg = "";
        problem ??= await allowance.AnswerAsync(context, caller, async lease =>
        {
            var latest = await TopicReader.LatestAsync(lease, reads, request!);
            var badge = latest is null
                ? new Badge(request!.Label, "no data", SvgStyle.Old)
                : BadgeOf(latest, request!, levels, stale, allowance.Time.GetUtcNow());
            svg = badge.Draw();
        });
        return problem is null ? new Picture(svg, MayShow(context, options)) : problem;
    }

    private static Badge BadgeOf(
        FeedEvent latest, BadgeRequest request, BadgeLevels levels, TimeSpan? stale, DateTimeOffset now)
    {
        var value = request.Path.Read(latest.Data);
        var shown = request.Show(value, latest.Data) ?? "no value";
        var (age, level) = (now - latest.ShownTime, levels.Of(value.Number));
        return value.IsNone ? new Badge(request.Label, shown, SvgStyle.Old, Time: latest.ShownTime)
            : age > stale ? new Badge(request.Label, shown, SvgStyle.Old, $"{RelativeTime.Of(age)} old", latest.ShownTime)
            : new Badge(
                request.Label,
                shown,
                level,
                level is BadgeLevels.Warning or BadgeLevels.Critical ? level : "",
                latest.ShownTime);
    }

    /// <summary>The course as a small line</summary>
    /// <remarks>
    /// Its values over a time, the least and the greatest of each column of pixels. A silence that is longer than usual is a
    /// gap. It is for no cache to keep, and has an <c>ETag</c>.
    /// </remarks>
    private static async Task<Results<Picture, FeedProblem>> ShowSparkline(
        [AsParameters] SparklineParameters parameters,
        HttpContext context,
        QueryLogReader reads,
        AccessPolicy access,
        IOptions<AccessOptions> options,
        QueryLimiter allowance)
    {
        var caller = await access.IdentifyAsync(context);
        var query = new QueryParameters();
        var window = query.Span("window", parameters.Window, ShortestWindow, LongestWindow) ?? DefaultWindow;
        var (width, height) = parameters.ReadSize(query);
        var (request, problem) = BadgeRequest.Read(query, parameters, caller);
        var svg = "";
        problem ??= await allowance.AnswerAsync(context, caller, async lease =>
        {
            var course = new SparklineSeries(allowance.Time.GetUtcNow() - window, window, width);
            var last = await TopicReader.FillAsync(lease, reads, request!, course);
            svg = new Sparkline(course, Words(request!, course, last), width, height).Draw();
        });
        return problem is null ? new Picture(svg, MayShow(context, options)) : problem;
    }

    private static string Words(BadgeRequest request, SparklineSeries course, EventData? last)
    {
        var (label, span) =
            (SvgText.Visible(request.Label, BadgeRequest.MaxLabel), $"in the last {RelativeTime.Of(course.Span)}");
        string Text(double value) => request.Show(new EventValue(value, null), last!.Value)!;
        var named = label.Length == 0 ? "" : $"{label}: ";
        return course.IsEmpty
            ? $"{named}no data {span}"
            : $"{named}{Text(request.Path.ReadNumber(last!.Value)!.Value)}, " +
                $"from {Text(course.Low)} to {Text(course.High)} {span}";
    }

    // Any page may show a picture that the request's own address opens. When the browser's cookie, or its place on this
    // machine, opens it, only pages of the same site may: others could read the value from the picture's width.
    private static string MayShow(HttpContext context, IOptions<AccessOptions> options)
    {
        var isAmbient = options.Value.IsOpenUnasked ||
            RequestCredentials.Of(context.Request, options.Value.Cookie) is { IsCookie: true };
        return isAmbient ? "same-site" : "cross-origin";
    }
}
