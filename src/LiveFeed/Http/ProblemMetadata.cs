using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Http;

internal static class ProblemMetadata
{
    internal const string MediaType = "application/problem+json";

    /// <summary>
    /// Says which problems an endpoint may answer, as <c>ProducesProblem</c> does, with one or more real ones of each
    /// status.
    /// </summary>
    internal static TBuilder ProducesProblems<TBuilder>(this TBuilder endpoint, params FeedProblem[] problems)
        where TBuilder : IEndpointConventionBuilder
    {
        foreach (var status in problems.Select(problem => problem.Kind.Status).Distinct())
        {
            endpoint.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ProblemBody), [MediaType]));
        }

        return endpoint.WithMetadata(new ProblemExamples(problems));
    }
}
