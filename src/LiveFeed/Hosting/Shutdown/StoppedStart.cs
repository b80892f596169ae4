using Microsoft.AspNetCore.Builder;

namespace LiveFeed.Hosting.Shutdown;

/// <summary>A signal while the service starts.</summary>
internal static class StoppedStart
{
    /// <summary>
    /// Runs until the service is stopped. A start that a signal breaks off is no fault: the host throws what was cancelled,
    /// and the process would abort.
    /// </summary>
    internal static void RunToStop(this WebApplication app)
    {
        var stopping = app.Lifetime.ApplicationStopping; // asked for now, as the end disposes of the services
        try
        {
            app.Run();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // stopped
        }
    }
}
