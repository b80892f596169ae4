using System.IO;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.XPath;
using LiveFeed.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace LiveFeed.Hosting.OpenApi;

/// <summary>
/// The API for people at <c>/swagger</c> and for programs at <c>/swagger/v1/swagger.json</c>. The page brings all its files,
/// so it works on a machine without the internet.
/// </summary>
internal static class ApiDocs
{
    private const string Description = """
        Producers publish events with `POST`. The service sends each event to every client that follows its topic, as
        server-sent events, and retains it in one ordered log. A client that was away resumes where it was.

        | word | meaning |
        | --- | --- |
        | **event** | one message: a `topic`, a name (`event`, default `message`) and `data`, any JSON value or text |
        | **topic** | where an event belongs: 1 to 512 characters, `/` between segments, no control character, space or `*` |
        | **pattern** | a topic in which a segment may be `*` (any one segment) and the last `**` (any rest, also none) |
        | **position** | an event's place in the log, `<epoch>-<sequence>`, opaque to clients; the `id` of an SSE event |
        | **client** | one connection, by the `clientId` that the server gave it |

        Credentials are a token (JWT) or an API key. Send them as `Authorization: Bearer …`; a key also as `X-API-Key`.
        A `GET` also takes them as `access_token` in the query; what opens a stream also takes a `ticket`.
        The cookie that `LiveFeed:Access:Cookie` names
        (`livefeed_token`) holds them, too; for `POST` and `DELETE` it counts only on the service's own pages. The first of
        these counts. A browser's `POST` or `DELETE` for a page of another site gets 403, unless a header holds
        credentials or `LiveFeed:Cors:Origins` has the page's origin. While the settings name no rights, the service answers
        only requests to `localhost` and loopback addresses; any other `Host` gets 403, at every path.

        An error is `application/problem+json` (RFC 9457) with a stable `type`, and `errors` by JSON pointer or parameter.
        """;

    // Hides the choice of a document and of a server, because there is one of each, and the column of links, because there
    // are none.
    private const string Style =
        ".swagger-ui .topbar, .swagger-ui .servers-title, .swagger-ui .servers, .swagger-ui .response-col_links { " +
        "display: none } " +
        ".swagger-ui .parameters-col_name { min-width: 10em }";

    // The style that Swagger UI adds to the page when it shows an answer. When it changes, the browser names the new hash.
    private const string StyleOfAnswers = "sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w=";

    private static readonly string ContentPolicy =
        $"default-src 'none'; script-src 'self'; style-src 'self' " +
        $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}' '{StyleOfAnswers}'; " +
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors " +
        "'self'";

    // The compiler writes them beside the program. A space between two elements is kept as a space in the text.
    private static XPathDocument Comments()
    {
        using var file = XmlReader.Create(Path.ChangeExtension(Assembly.GetExecutingAssembly().Location, ".xml"));
        return new XPathDocument(file, XmlSpace.Preserve);
    }

    internal static void AddApiDocs(this WebApplicationBuilder builder)
    {
        builder.Services.AddEndpointsApiExplorer();
        builder.Services.AddSingleton<ApiDocument>();
        builder.Services.AddSwaggerGen(options =>
        {
            options.SwaggerDoc(ApiDocument.Name, new OpenApiInfo
            {
                Title = "LiveFeed",
                Version = ApiDocument.Name,
                Description = Description,
                Contact = new OpenApiContact { Name = "LiveFeed" },
                License = new OpenApiLicense { Name = "MIT" },
            });
            options.AddServer(new OpenApiServer { Url = "/", Description = "This service." });
            options.SupportNonNullableReferenceTypes();
            options.NonNullableReferenceTypesAsRequired();
            options.UseAllOfToExtendReferenceSchemas();
            options.SwaggerGeneratorOptions.XmlCommentEndOfLine = "\n";
            options.OrderActionsBy(_ => ""); // as they are mapped
            options.SchemaFilter<ValuesAreRequired>();
            options.SchemaFilter<NullableReferences>();
            options.DocumentFilter<ApiTags>();
            options.OperationFilter<ProblemAnswers>();
            options.OperationFilter<OperationFragments>();
            options.OperationFilter<OpenApiSecurity>();
            var comments = Comments();
            options.ParameterFilter<ParameterText>(comments.CreateNavigator(), options.SwaggerGeneratorOptions);
            options.IncludeXmlComments(() => comments);
            foreach (var (name, scheme) in OpenApiSecurity.Schemes)
            {
                options.AddSecurityDefinition(name, scheme);
            }
        });
    }

    // On its own path only: otherwise every stream would hold the state of this middleware as long as it lives.
    internal static void UseApiDocs(this IApplicationBuilder app) =>
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/swagger"), ServeDocs);

    private static void ServeDocs(IApplicationBuilder docs)
    {
        docs.Use((context, next) =>
        {
            BrowserHeaders.Protect(context.Response, ContentPolicy);
            return next(context);
        });
        docs.UsePoolThread();
        docs.MapWhen(
            context => HttpMethods.IsGet(context.Request.Method) && context.Request.Path == $"/swagger/{ApiDocument.File}",
            document => document.Run(document.ApplicationServices.GetRequiredService<ApiDocument>().AnswerAsync));
        docs.UseSwaggerUI(options =>
        {
            options.SwaggerEndpoint(ApiDocument.File, "LiveFeed");
            options.DocumentTitle = "LiveFeed API";
            options.DocExpansion(DocExpansion.List);
            options.DefaultModelsExpandDepth(0);
            options.DisplayRequestDuration();
            options.EnableDeepLinking();

            options.HeadContent =
                $"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><style>{Style}</style>";
        });
    }
}
