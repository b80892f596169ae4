using System.Text.Json.Serialization;

namespace LiveFeed.Client.Http;

/// <summary>All JSON but the events' data, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(PublishAnswer))]
[JsonSerializable(typeof(TopicPatch))]
[JsonSerializable(typeof(RenewalAnswer))]
[JsonSerializable(typeof(NoticeBody))]
[JsonSerializable(typeof(LiveGap))]
[JsonSerializable(typeof(string))]
internal sealed partial class ClientJson : JsonSerializerContext;
