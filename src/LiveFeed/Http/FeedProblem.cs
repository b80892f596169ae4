using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using LiveFeed.Refusals;
using LiveFeed.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Http;

/// <summary>
/// What is wrong with a request, answered as <c>application/problem+json</c> (RFC 9457): the HTTP form of a
/// <see cref="Refusal"/>, or a refusal that only HTTP has. <see cref="Errors"/> are keyed by JSON pointer for bodies and by
/// name for query parameters and headers.
/// </summary>
internal sealed record FeedProblem(ProblemKind Kind, string Detail) : IResult
{
    // The min wait before a retry: the log itself retries every second.
    private static readonly TimeSpan LeastRetryAfter = TimeSpan.FromSeconds(1);

    private bool _isCounted;

    /// <summary>When a retry makes sense, if that is known.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>The <c>Retry-After</c> header for clients that may retry; null for other statuses.</summary>
    internal string? RetryAfterSeconds => Kind.Status is 429 or 503
        ? Math.Ceiling((RetryAfter > LeastRetryAfter ? RetryAfter.Value : LeastRetryAfter).TotalSeconds).ToString(
            CultureInfo.InvariantCulture)
        : null;

    internal IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>The value of <c>WWW-Authenticate</c> in a 401 (RFC 6750).</summary>
    internal string Challenge { get; init; } = "Bearer";

    /// <summary>Further members of the body.</summary>
    internal IReadOnlyDictionary<string, object?>? Extensions { get; init; }

    [return: NotNullIfNotNull(nameof(refusal))]
    public static implicit operator FeedProblem?(Refusal? refusal) => refusal is null ? null : Of(refusal);

    /// <summary>A problem with one named part of the request.</summary>
    internal static FeedProblem At(ProblemKind kind, string where, string message) =>
        new(kind, where.Length == 0 ? message : $"{where}: {message}")
        {
            Errors = new Dictionary<string, string[]> { [where] = [message] },
        };

    internal static FeedProblem Of(Refusal refusal)
    {
        var problem = new FeedProblem(ProblemKind.Of(refusal.Kind), refusal.Text)
        {
            RetryAfter = refusal.RetryAfter,
            Errors = refusal.Errors,
            Extensions = refusal.Details,
            _isCounted = refusal.IsCounted,
        };
        return refusal.Kind == RefusalKind.BadCredentials
            ? problem with { Challenge = $"Bearer error=\"invalid_token\", error_description=\"{refusal.Text}\"" }
            : problem;
    }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        Count(httpContext.RequestServices.GetRequiredService<LiveFeedMetrics>());

        if (RetryAfterSeconds is { } wait)
        {
            httpContext.Response.Headers.RetryAfter = wait;
        }
        else if (Kind.Status is 401)
        {
            httpContext.Response.Headers.WWWAuthenticate = Challenge;
        }

        return TypedResults.Problem(ToDetails()).ExecuteAsync(httpContext);
    }

    /// <summary>Counts it, unless it was counted where it was found.</summary>
    internal void Count(LiveFeedMetrics metrics)
    {
        if (!_isCounted)
        {
            metrics.Rejected(Kind.Name);
        }
    }

    /// <summary>The body, without the members that ASP.NET Core adds.</summary>
    internal ProblemDetails ToDetails()
    {
        var details = new ProblemDetails { Status = Kind.Status, Type = Kind.Type, Title = Kind.Title, Detail = Detail };
        if (Errors is not null)
        {
            details.Extensions["errors"] = Errors;
        }

        foreach (var (name, value) in Extensions ?? new Dictionary<string, object?>())
        {
            details.Extensions[name] = value;
        }

        return details;
    }
}
