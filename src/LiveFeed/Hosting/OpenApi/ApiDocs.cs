using System.IO;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.XPath;
using LiveFeed.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace LiveFeed.Hosting.OpenApi;

/// <summary>
/// The API for people at <c>/swagger</c> and for programs at <c>/swagger/v1/swagger.json</c>. The page brings all that it
/// needs itself, so it works on a machine without the internet.
/// </summary>
internal static class ApiDocs
{
    internal const string Document = "v1";

    private const string Description = """
        Events come in over `POST`, go out to every client that follows their topics as server-sent events, and are retained in one
        ordered log, so that a client which was away resumes where it was.

        | word | meaning |
        | --- | --- |
        | **event** | one message: a `topic`, a name (`event`, `message` if it has none) and `data`, any JSON value or text |
        | **topic** | where it belongs: 1 to 512 characters, `/` between segments, no control character, white space or `*` |
        | **pattern** | a topic in which a segment may be `*` (any one segment) and the last `**` (any rest, also none) |
        | **position** | where an event stands in the log, `<epoch>-<sequence>`, opaque to clients; the `id` of server-sent events |
        | **client** | one connection, by the `clientId` that the server gave it |

        Where credentials are needed, they are a token (JWT) or an API key: as `Authorization: Bearer …`, a key also as `X-API-Key`; of what
        is only read, also as `access_token` in the query; or in the cookie that `LiveFeed:Access:Cookie` names (`livefeed_token`), which
        counts for `POST` and `DELETE` only from the service's own pages. The first of these that is there counts.
        Without a header that holds credentials, a `POST` or `DELETE` that a browser sends for a page of another site is 403, unless
        `LiveFeed:Cors:Origins` has its origin. While nothing says who may do what, only requests to `localhost` and loopback addresses
        are answered; any other `Host` is 403, at every path.

        What is wrong is told as `application/problem+json` (RFC 9457) with a stable `type`, and `errors` by JSON pointer or parameter.
        """;

    // Without the choices of a document and of a server, as there is one of each, and the column of links, as there are
    // none.
    private const string Style =
        ".swagger-ui .topbar, .swagger-ui .servers-title, .swagger-ui .servers, .swagger-ui .response-col_links { display: none } " +
        ".swagger-ui .parameters-col_name { min-width: 10em }";

    // What Swagger UI adds to the page by itself when it shows an answer; the browser names the hash when it is another.
    private const string StyleOfAnswers = "sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w=";

    private static readonly string ContentPolicy =
        $"default-src 'none'; script-src 'self'; style-src 'self' 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}' '{StyleOfAnswers}'; " +
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    // The compiler writes them beside the program. A space between two elements is one in the text, too.
    private static XPathDocument Comments()
    {
        using var file = XmlReader.Create(Path.ChangeExtension(Assembly.GetExecutingAssembly().Location, ".xml"));
        return new XPathDocument(file, XmlSpace.Preserve);
    }

    internal static void AddApiDocs(this WebApplicationBuilder builder)
    {
        builder.Services.AddEndpointsApiExplorer();
        builder.Services.AddSwaggerGen(options =>
        {
            options.SwaggerDoc(Document, new OpenApiInfo
            {
                Title = "LiveFeed",
                Version = Document,
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

    // On its own path only: every stream would hold its middlewares' state for as long as it lives.
    internal static void UseApiDocs(this IApplicationBuilder app) =>
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/swagger"), ServeDocs);

    private static void ServeDocs(IApplicationBuilder docs)
    {
        docs.Use((context, next) =>
        {
            BrowserHeaders.Protect(context.Response, ContentPolicy);
            return next(context);
        });
        docs.UseSwagger();
        docs.UseSwaggerUI(options =>
        {
            options.SwaggerEndpoint($"{Document}/swagger.json", "LiveFeed");
            options.DocumentTitle = "LiveFeed API";
            options.DocExpansion(DocExpansion.List);
            options.DefaultModelsExpandDepth(0);
            options.DisplayRequestDuration();
            options.EnableDeepLinking();

            options.HeadContent = $"<style>{Style}</style>";
        });
    }
}
