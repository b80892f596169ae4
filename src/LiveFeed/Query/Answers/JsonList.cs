using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LiveFeed.Log;
using LiveFeed.Reading;

namespace LiveFeed.Query.Answers;

/// <summary>
/// An object with one list, written item by item at the pace of its reader. When the first item cannot be read, the answer
/// is a problem. When a later item cannot be read, the answer breaks off and does not look complete.
/// </summary>
internal static class JsonList
{
    /// <param name="lease">The query's lease.</param>
    /// <param name="name">The name of the list.</param>
    /// <param name="items">The items. They are made while they are written.</param>
    /// <param name="shape">The JSON form of an item.</param>
    /// <param name="more">A further member of the object, after the list.</param>
    internal static async Task WriteAsync<T>(
        QueryLease lease,
        string name,
        IAsyncEnumerable<T> items,
        JsonTypeInfo<T> shape,
        (string Name, string Value)? more = null)
    {
        await using var list = items.GetAsyncEnumerator(lease.Cancelled);
        var isAny = await list.MoveNextAsync(); // before the first byte
        using var answer = new JsonAnswer(lease, contentType: "application/json; charset=utf-8");
        answer.Json.WriteStartObject();
        answer.Json.WriteStartArray(name);
        try
        {
            for (; isAny; isAny = await list.MoveNextAsync())
            {
                JsonSerializer.Serialize(answer.Json, list.Current, shape);
                if (answer.IsFull)
                {
                    await answer.FlushAsync();
                    await Task.Yield(); // others have their turn
                }
            }
        }
        catch (LogUnavailableException)
        {
            await answer.FlushAsync(); // the answer has begun: no problem can replace it
            throw;
        }

        answer.Json.WriteEndArray();
        if (more is { } member)
        {
            answer.Json.WriteString(member.Name, member.Value);
        }

        answer.Json.WriteEndObject();
        await answer.FlushAsync();
    }
}
