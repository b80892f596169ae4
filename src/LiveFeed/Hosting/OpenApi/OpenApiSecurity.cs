using LiveFeed.Access.Authentication;
using Microsoft.OpenApi;

namespace LiveFeed.Hosting.OpenApi;

/// <summary>How credentials are given, for programs that read the OpenAPI document and for its page's button.</summary>
internal static class OpenApiSecurity
{
    internal static IReadOnlyDictionary<string, OpenApiSecurityScheme> Schemes { get; } = new Dictionary<string, OpenApiSecurityScheme>
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

    /// <summary>Either of them, or neither where <c>LiveFeed:Access:Anonymous</c> says so.</summary>
    internal static List<OpenApiSecurityRequirement> AnyOrNone(OpenApiDocument document) =>
    [
        new(),
        .. Schemes.Keys.Select(name => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(name, document)] = [] }),
    ];
}
