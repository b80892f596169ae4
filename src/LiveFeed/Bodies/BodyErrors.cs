using System.IO;
using LiveFeed.Http;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Bodies;

/// <summary>What goes wrong while a body is read, as problems: it is the sender's fault and not the service's.</summary>
internal static class BodyErrors
{
    private const string WebServer = "Microsoft.AspNetCore.Server.Kestrel";

    /// <summary>Null for any other exception.</summary>
    internal static FeedProblem? ProblemOf(Exception exception) => exception switch
    {
        BodyRefusedException e => e.Problem,
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } e => new FeedProblem(ProblemKind.TooLarge, e.Message),
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } e => new FeedProblem(ProblemKind.TooSlow, e.Message),
        BadHttpRequestException e => new FeedProblem(ProblemKind.Malformed, e.Message),
        ConnectionResetException e => new FeedProblem(ProblemKind.Malformed, e.Message), // for nobody
        InvalidDataException e => new FeedProblem(ProblemKind.Malformed, $"The body cannot be decompressed. {e.Message}"),

        // Of a chunk's size that is no number of 31 bits, for one: the web server says so with an exception of this general kind.
        IOException e when IsOfTheWebServer(e) => new FeedProblem(ProblemKind.Malformed, $"The body cannot be read. {e.Message}"),
        _ => null,
    };

    private static bool IsOfTheWebServer(Exception exception) => exception.Source?.StartsWith(WebServer, StringComparison.Ordinal) == true;
}
