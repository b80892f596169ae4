namespace LiveFeed.Faults.Load;

/// <summary>Reads all producers' topics as server-sent events, in the shape in which the service writes them.</summary>
internal static class StreamBlocks
{
    /// <param name="http">Without a limit of time.</param>
    /// <param name="node">The service's address.</param>
    /// <param name="position">What to resume after; null begins.</param>
    /// <param name="take">Gets <c>id</c>, <c>event</c> and <c>data</c> of each block that came whole.</param>
    /// <param name="stop">Ends it.</param>
    internal static async Task ReadAsync(
        HttpClient http, Uri node, string? position, Action<string?, string?, string?> take, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get, new Uri(node, $"/events?topic={Producer.Topics}*&envelope=true"));
        if (position is not null)
        {
            request.Headers.Add("Last-Event-ID", position);
        }

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        response.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(stop));
        string? id = null, name = null, data = null;
        while (await reader.ReadLineAsync(stop) is { } line)
        {
            if (line.Length == 0)
            {
                take(id, name, data);
                (id, name, data) = (null, null, null);
            }
            else if (line.Split(": ", 2) is [var field, var value])
            {
                (id, name, data) = field switch
                {
                    "id" => (value, name, data),
                    "event" => (id, value, data),
                    "data" => (id, name, value),
                    _ => (id, name, data),
                };
            }
        }
    }
}
