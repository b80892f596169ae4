using System.Reflection;
using System.Xml.XPath;
using LiveFeed.Http;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace LiveFeed.Hosting.OpenApi;

/// <summary>
/// Two things that Swashbuckle does not know about parameters: the type that a text is read as
/// (<see cref="ReadsAttribute"/>), and the comments of properties that <c>[AsParameters]</c> turns into parameters.
/// </summary>
internal sealed class ParameterText(XPathNavigator comments, SwaggerGeneratorOptions options) : IParameterFilter
{
    private readonly XmlCommentsParameterFilter _comments = new(
        comments
            .Select("/doc/members/member")
            .OfType<XPathNavigator>()
            .ToDictionary(member => member.GetAttribute("name", "")),
        options);

    public void Apply(IOpenApiParameter parameter, ParameterFilterContext context)
    {
        if (context.ParameterInfo is not { } bound || parameter is not OpenApiParameter described)
        {
            return;
        }

        if (bound.GetCustomAttribute<ReadsAttribute>() is { } reads)
        {
            described.Schema = context.SchemaGenerator.GenerateSchema(
                reads.Type, context.SchemaRepository, parameterInfo: bound);
        }

        if (bound.Member is PropertyInfo property)
        {
            _comments.Apply(parameter, new ParameterFilterContext(
                context.ApiParameterDescription,
                context.SchemaGenerator,
                context.SchemaRepository,
                context.Document,
                property));
        }
    }
}
