using LiveFeed.Access.Authentication;
using LiveFeed.Access.Tickets;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace LiveFeed.Hosting.OpenApi;

/// <summary>
/// Tells how to give credentials, for operations that may ask for them (401) or take tickets (a WebSocket is not refused by
/// a status): for programs that read the document, and for the button of its page.
/// </summary>
internal sealed class OpenApiSecurity : IOperationFilter
{
    internal static IReadOnlyDictionary<string, OpenApiSecurityScheme> Schemes { get; } =
        new Dictionary<string, OpenApiSecurityScheme>
        {
            ["token"] = new()
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
                Description = "A token, or an API key.",
            },
            ["key"] = new()
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = RequestCredentials.KeyHeader,
                Description = "An API key.",
            },
        };

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var takesTickets = context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<TakesTickets>().Any();
        if (!takesTickets && !operation.Responses!.ContainsKey("401"))
        {
            return;
        }

        // One of them, or none when LiveFeed:Access:Anonymous allows that.
        operation.Security = [new(), .. Schemes.Keys.Select(Require)];
        if (context.ApiDescription.HttpMethod == "GET")
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = RequestCredentials.QueryParameter,
                In = ParameterLocation.Query,
                Description =
                    "The token, for an `EventSource`, which cannot set headers. A header wins over the query, the " +
                    "query over the cookie.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }

        if (takesTickets)
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = TakesTickets.Parameter,
                In = ParameterLocation.Query,
                Description =
                    "A ticket from `POST /tickets`, in place of the token: a copy of the address is of no use to others " +
                    "while the stream is open. `access_token` wins over it.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }

        OpenApiSecurityRequirement Require(string name) =>
            new() { [new OpenApiSecuritySchemeReference(name, context.Document)] = [] };
    }
}
