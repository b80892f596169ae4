using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LiveFeed.Reading;

namespace LiveFeed.Query.Answers;

/// <summary>An object with one list, written item by item as its reader takes it.</summary>
internal static class JsonList
{
    /// <param name="lease">The query's.</param>
    /// <param name="name">The list's.</param>
    /// <param name="items">Made as they are written.</param>
    /// <param name="shape">Of an item.</param>
    internal static async Task WriteAsync<T>(QueryLease lease, string name, IEnumerable<T> items, JsonTypeInfo<T> shape)
    {
        using var answer = new JsonAnswer(lease, contentType: "application/json; charset=utf-8");
        answer.Json.WriteStartObject();
        answer.Json.WriteStartArray(name);
        foreach (var item in items)
        {
            JsonSerializer.Serialize(answer.Json, item, shape);
            if (answer.IsFull)
            {
                await answer.FlushAsync();
                await Task.Yield(); // others have their turn
            }
        }

        answer.Json.WriteEndArray();
        answer.Json.WriteEndObject();
        await answer.FlushAsync();
    }
}
