namespace LiveFeed.Faults.Load;

/// <summary>A user who is in a room by a stream of server-sent events. It leaves by hanging up.</summary>
/// <param name="http">Without a limit of time.</param>
/// <param name="room">The room.</param>
/// <param name="userId">Who it is.</param>
internal sealed class StreamVisitor(HttpClient http, string room, string userId) : Visitor(userId)
{
    protected override async Task StayAsync(CancellationToken leave)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/events?room={room}&userId={UserId}");
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leave);
        response.EnsureSuccessStatusCode();
        var stream = await response.Content.ReadAsStreamAsync(leave);
        await stream.CopyToAsync(Stream.Null, leave);
    }
}
