namespace LiveFeed.Bench.Load;

/// <summary>How a restart went for the clients that were connected.</summary>
/// <param name="DownSeconds">From the signal to the port answering again.</param>
/// <param name="BackSeconds">From then until every client was told where its stream goes on.</param>
/// <param name="CaughtUpSeconds">From then until every client had all that was acknowledged by then.</param>
/// <param name="Acknowledged">Events, before, during and after.</param>
internal sealed record ResumeResult(double DownSeconds, double BackSeconds, double CaughtUpSeconds, int Acknowledged)
{
    internal required ReplayTally Tally { get; init; }

    /// <summary>What clients had not had in the end, however long they were waited for.</summary>
    internal required long Missing { get; init; }
}
