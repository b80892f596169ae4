using System.Globalization;
using System.Text;

namespace LiveFeed.Client.Http;

/// <summary>The query of <c>GET /events</c>.</summary>
internal static class StreamQuery
{
    /// <param name="topics">Topics and patterns.</param>
    /// <param name="start">What the stream was asked for.</param>
    /// <param name="after">The position to resume after: with one, the last events are not asked for.</param>
    internal static string Of(IReadOnlyList<string> topics, FollowOptions start, string? after)
    {
        var query = new StringBuilder("envelope=true");
        foreach (var topic in topics)
        {
            query.Append("&topic=").Append(Uri.EscapeDataString(topic));
        }

        if (string.IsNullOrEmpty(after) && start.Last > 0)
        {
            query.Append(CultureInfo.InvariantCulture, $"&last={start.Last}");
        }

        if (start.Window is { } window)
        {
            query.Append(CultureInfo.InvariantCulture, $"&window={(long)window.TotalMilliseconds}");
        }

        return query.ToString();
    }
}
