namespace LiveFeed.Bench.Load;

/// <summary>Events of 100 bytes to every client.</summary>
/// <param name="Clients">All of them get every event.</param>
/// <param name="Rate">Events offered a second.</param>
/// <param name="Publishers">Connections that they are posted on.</param>
internal sealed record FanOutLoad(int Clients, int Rate, int Publishers)
{
    /// <summary>
    /// True for a Poisson process: events of independent producers come at random moments. At equal intervals longer than a
    /// server's flush window, no event ever meets one that is open.
    /// </summary>
    internal bool IsRandom { get; init; }

    /// <summary>How long it is measured.</summary>
    internal TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long it goes on before that.</summary>
    internal TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long what was published last has to arrive.</summary>
    internal TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(2);

    internal string Name => FormattableString.Invariant($"{Clients:N0} clients, {Rate:N0} events/s");
}
