using System.Globalization;

namespace LiveFeed.Tests.Streaming.Proxies;

/// <summary>
/// What any client does that resumes: it follows one topic from the beginning, and from some moment on a second one, whose
/// past it asks for, again after each cut until the change is complete. What comes again is dropped by position.
/// </summary>
internal abstract class ProxyClient(Uri address, string start)
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

    /// <summary>Takes an event.</summary>
    /// <param name="topic">Its topic.</param>
    /// <param name="data">A number.</param>
    /// <param name="position">Its place.</param>
    protected void Take(string topic, string data, string position)
    {
        var number = int.Parse(data, CultureInfo.InvariantCulture);
        if (topic == First)
        {
            OfFirst.Add(number);
        }
        else if (_positionsOfSecond.Add(position))
        {
            OfSecond.Add(number);
            SecondAfter = position;
        }
    }

    /// <summary>The later of two positions of one epoch.</summary>
    protected static string Later(string one, string other) => Sequence(one) > Sequence(other) ? one : other;

    private static long Sequence(string position) =>
        long.Parse(position.AsSpan(position.IndexOf('-', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);
}
