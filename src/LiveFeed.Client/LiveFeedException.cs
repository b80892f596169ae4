namespace LiveFeed.Client;

/// <summary>
/// Something could not be done, or nobody knows whether it was done: the service did not answer in time, or in as many
/// attempts as <see cref="LiveFeedClientOptions.MaxAttempts"/>, or the client was closed before.
/// </summary>
public class LiveFeedException : Exception
{
    /// <summary>A failure without a text of its own.</summary>
    public LiveFeedException()
        : base("LiveFeed could not be reached.")
    {
    }

    /// <param name="message">What failed, for people.</param>
    public LiveFeedException(string message)
        : base(message)
    {
    }

    /// <param name="message">What failed, for people.</param>
    /// <param name="innerException">The cause.</param>
    public LiveFeedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
