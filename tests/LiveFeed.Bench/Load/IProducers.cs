namespace LiveFeed.Bench.Load;

/// <summary>
/// Connections that send the same request again and again, each waiting for the answer before the next. One thread.
/// </summary>
internal interface IProducers : IDisposable
{
    /// <summary>Sends one connection's request.</summary>
    /// <exception cref="IOException">The connection does not take it.</exception>
    void Send(int connection);

    /// <summary>Calls for each answer that has come: its connection, and whether the events were accepted.</summary>
    /// <exception cref="IOException">A connection was closed.</exception>
    void TakeAnswers(Action<int, bool> answered);
}
