using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace LiveFeed.Tests.Streaming.Proxies;

/// <summary>
/// What any client does that resumes: it follows one topic from the beginning, and from some moment on a second one, whose
/// past it asks for, again after each cut until the change is complete. What comes again is dropped by position.
/// </summary>
internal abstract class ProxyClient(Uri address, Uri service, string start)
{
    internal const string First = "proxy/a";
    internal const string Second = "proxy/b";

    private readonly HashSet<string> _positionsOfSecond = [];

    /// <summary>Where it connects to.</summary>
    protected Uri Address => address;

    /// <summary>It has the second topic's events up to here, and asks for those after.</summary>
    protected string SecondAfter { get; private set; } = start;

    /// <summary>It resumes after this.</summary>
    protected string Position { get; set; } = start;

    /// <summary>It follows the second topic, and was told that its past is complete.</summary>
    protected bool HasSecond { get; set; }

    /// <summary>It wants the second topic from now on.</summary>
    internal bool WantsSecond { get; set; }

    internal List<int> OfFirst { get; } = [];

    internal List<int> OfSecond { get; } = [];

    protected string Topics => HasSecond ? $"topic={First}&topic={Second}" : $"topic={First}";

    /// <summary>One connection, until it ends or breaks.</summary>
    internal abstract Task ConnectAsync(CancellationToken stop);

    /// <summary>Takes an event in its envelope: its data is a number.</summary>
    /// <returns>Its position.</returns>
    protected string TakeEvent(JsonElement e)
    {
        var number = e.GetProperty("data").GetInt32();
        var position = e.GetProperty("position").GetString()!;
        if (e.GetProperty("topic").GetString() == First)
        {
            OfFirst.Add(number);
        }
        else if (_positionsOfSecond.Add(position))
        {
            OfSecond.Add(number);
            SecondAfter = position;
        }

        return position;
    }

    /// <summary>Adds the second topic by PATCH. Past the proxy: what breaks is the stream.</summary>
    protected async Task AskForSecondAsync(string client, CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = service };
        using var answer = await http.PatchAsJsonAsync(
            new Uri($"/clients/{client}", UriKind.Relative),
            new { subscribe = new[] { new { topic = Second, after = SecondAfter } } },
            stop);
    }

    /// <summary>The later of two positions of one epoch.</summary>
    protected static string Later(string one, string other) => Sequence(one) > Sequence(other) ? one : other;

    private static long Sequence(string position) =>
        long.Parse(position.AsSpan(position.IndexOf('-', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);
}
