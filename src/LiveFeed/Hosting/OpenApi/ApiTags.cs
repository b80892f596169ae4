using LiveFeed.Ingest.Rest;
using LiveFeed.Query.Clients;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace LiveFeed.Hosting.OpenApi;

/// <summary>
/// The groups of operations, in the order in which the page shows them, and the schemas that only fragments refer to.
/// </summary>
internal sealed class ApiTags : IDocumentFilter
{
    private static readonly IReadOnlyList<(string Name, string Description)> Tags =
    [
        ("Publish", "Events come in."),
        ("Subscribe", "Events go out as they come in."),
        ("Look", "What is there: topics, their history, and who is connected."),
        ("Badges",
            "A topic as a picture, for READMEs and wikis: made from the log for each request, light or dark as the " +
            "reader's system is."),
        ("Boards", "The dashboards: the page, which is the same for all, and what it shows."),
        ("Operate", "For those who run the service."),
    ];

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        swaggerDoc.Tags = Tags.Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description }).ToHashSet();
        foreach (var body in (Type[])[typeof(PostedEvent), typeof(PatchedSubscription)])
        {
            context.SchemaGenerator.GenerateSchema(body, context.SchemaRepository);
        }
    }
}
