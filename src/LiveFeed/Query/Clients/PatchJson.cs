using System.Text.Json.Serialization;

namespace LiveFeed.Query.Clients;

// A mistyped member would else be a change that does nothing.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(PatchedSubscription))]
internal sealed partial class PatchJson : JsonSerializerContext;
