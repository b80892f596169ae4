using System.Globalization;

namespace LiveFeed.Faults.Hostile;

/// <summary>
/// All attacks at once, as a process of their own, so that what they cost is not the measuring client's. It ends when its
/// input ends, and then writes its tally. Before that it writes a line when the first attack has been answered.
/// </summary>
internal static class HostileLoad
{
    internal const string Command = "hostile-load";
    internal const string Begun = "begun";

    /// <param name="arguments">The command, the service's port, and how many percent of all connections are made.</param>
    internal static async Task<int> RunAsync(string[] arguments)
    {
        var tally = new Tally();
        using var attacks = new Attacks(
            int.Parse(arguments[1], CultureInfo.InvariantCulture),
            int.Parse(arguments[2], CultureInfo.InvariantCulture),
            tally);
        using var stop = new CancellationTokenSource();
        var running = attacks.RunAsync(stop.Token);
        await tally.First;
        Console.WriteLine(Begun);
        while (await Console.In.ReadLineAsync() is not null)
        {
            // Nothing is to be said but the end.
        }

        await stop.CancelAsync();
        await running;
        Console.WriteLine(tally);
        return 0;
    }
}
