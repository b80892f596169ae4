using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LiveFeed.Http;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace LiveFeed.Hosting.OpenApi;

/// <summary>Shows each problem status with the real problems that the endpoint names, and with their headers.</summary>
internal sealed class ProblemAnswers : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var examples = context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<ProblemExamples>();
        foreach (var group in examples.SelectMany(each => each.Problems).GroupBy(problem => problem.Kind.Status))
        {
            var response = (OpenApiResponse)operation.Responses![group.Key.ToString(CultureInfo.InvariantCulture)];
            ((OpenApiMediaType)response.Content![ProblemMetadata.MediaType]).Examples = group
                .Index()
                .ToDictionary(each => NameOf(each.Item, each.Index), IOpenApiExample (each) => Example(each.Item));
            response.Headers = Headers([.. group]);
        }
    }

    private static string NameOf(FeedProblem problem, int index) =>
        index == 0 ? problem.Kind.Name : $"{problem.Kind.Name}-{index + 1}";

    private static OpenApiExample Example(FeedProblem problem) => new()
    {
        Summary = problem.Detail,
        Value = JsonSerializer.SerializeToNode(problem.ToDetails(), JsonSerializerOptions.Web),
    };

    private static Dictionary<string, IOpenApiHeader>? Headers(FeedProblem[] problems) =>
        problems[0].Kind.Status == 401
            ? Header(
                "WWW-Authenticate",
                "The expected credentials, and the fault of the token that was sent.",
                problems[^1].Challenge)
        : problems[0].RetryAfterSeconds is { } wait
            ? Header("Retry-After", "Seconds to wait before the next try.", wait)
        : null;

    private static Dictionary<string, IOpenApiHeader> Header(string name, string description, string example) => new()
    {
        [name] = new OpenApiHeader
        {
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            Example = JsonValue.Create(example),
        },
    };
}
