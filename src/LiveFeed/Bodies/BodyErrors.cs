using System.IO;
using LiveFeed.Refusals;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Bodies;

/// <summary>Turns errors while a body is read into refusals: they are the sender's fault, not the service's.</summary>
internal static class BodyErrors
{
    private const string WebServer = "Microsoft.AspNetCore.Server.Kestrel";

    /// <summary>Null for any other exception.</summary>
    internal static Refusal? RefusalOf(Exception exception) => exception switch
    {
        BodyRefusedException e => e.Refusal,
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } e =>
            new Refusal(RefusalKind.TooLarge, e.Message),
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } e =>
            new Refusal(RefusalKind.TooSlow, e.Message),
        BadHttpRequestException e => new Refusal(RefusalKind.Malformed, e.Message),
        ConnectionResetException e => new Refusal(RefusalKind.Malformed, e.Message), // nobody gets it
        InvalidDataException e => new Refusal(RefusalKind.Malformed, $"The body cannot be decompressed. {e.Message}"),

        // For example, the size of a chunk is no number of 31 bits: the web server then throws this general exception.
        IOException e when IsOfTheWebServer(e) =>
            new Refusal(RefusalKind.Malformed, $"The body cannot be read. {e.Message}"),
        _ => null,
    };

    private static bool IsOfTheWebServer(Exception exception) =>
        exception.Source?.StartsWith(WebServer, StringComparison.Ordinal) == true;
}
