using System.Text.Json.Serialization;

namespace LiveFeed.Tests.Client;

/// <summary>How the tests' data is read and written without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(Order))]
internal sealed partial class TestJson : JsonSerializerContext;
