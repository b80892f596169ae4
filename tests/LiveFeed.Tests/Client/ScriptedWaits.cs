using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Client;

internal static class ScriptedWaits
{
    /// <summary>
    /// Lets time pass until the stream is taken for silent. The watch is set by the reader's task, at a moment that nothing
    /// tells; so time passes in steps of the limit, of which each is enough once it is set.
    /// </summary>
    internal static Task PassSilenceAsync(ScriptedClient scripted, TimeSpan limit) => Deadline.UntilAsync(
        () =>
        {
            scripted.Time.Advance(limit);
            return scripted.Logger.Messages.Any(line => line.Contains("nothing came", StringComparison.Ordinal));
        },
        "the stream is taken for silent");
}
