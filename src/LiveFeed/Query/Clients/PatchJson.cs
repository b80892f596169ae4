using System.Text.Json.Serialization;

namespace LiveFeed.Query.Clients;

// Unknown members are errors. Otherwise a mistyped member would silently change nothing.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(PatchedSubscription))]
internal sealed partial class PatchJson : JsonSerializerContext;
