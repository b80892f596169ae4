using LiveFeed.Clients;
using System.Text.Json.Serialization;
using LiveFeed.Query.Clients;
using LiveFeed.Query.Topics;
using LiveFeed.Rooms;

namespace LiveFeed.Query;

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(TopicInfo))]
[JsonSerializable(typeof(ClientInfo))]
[JsonSerializable(typeof(ClientSubscription))]
[JsonSerializable(typeof(RoomMember))]
[JsonSerializable(typeof(ClientAccess))]
[JsonSerializable(typeof(EndedClients))]
internal sealed partial class QueryJson : JsonSerializerContext;
