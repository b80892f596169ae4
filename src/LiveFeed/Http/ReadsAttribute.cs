namespace LiveFeed.Http;

/// <summary>
/// The type that the handler reads from a parameter, for the OpenAPI document. The parameter itself binds as text: the
/// framework answers a text that it cannot convert with an error of its own.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class ReadsAttribute(Type type) : Attribute
{
    internal Type Type { get; } = type;
}
