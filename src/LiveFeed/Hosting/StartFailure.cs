using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Security.Cryptography;
using LiveFeed.Access;
using LiveFeed.Log;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace LiveFeed.Hosting;

/// <summary>Explains faults at the start that an operator can fix. Any other fault is a bug and keeps its trace.</summary>
internal static class StartFailure
{
    private const string WebServer = "Microsoft.AspNetCore.Server.Kestrel";

    internal static bool TryExplain(Exception e, out string explanation)
    {
        explanation = e switch
        {
            AggregateException { InnerExceptions: var several } when several.All(one => one is OptionsValidationException) =>
                Lines(several.SelectMany(one => ((OptionsValidationException)one).Failures)),
            OptionsValidationException invalid => Lines(invalid.Failures),
            StartRefusedException or LogCorruptException => e.Message,
            _ when IsOfWebServer(e) =>
                $"The address or certificate in the settings (Urls, Kestrel) is not valid: {InOneLine(e)}",
            InvalidDataException => InOneLine(e),
            IOException or UnauthorizedAccessException or SqliteException => e.Message,
            InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } => e.Message,
            _ => "",
        };
        return explanation.Length > 0;
    }

    /// <summary>
    /// Explains a failure to open the log when the settings or the disk are wrong, and says what to set. The log's own
    /// messages stay as they are.
    /// </summary>
    /// <param name="path">The path of the log.</param>
    /// <param name="e">The exception of the failed opening.</param>
    /// <param name="refusal">What to throw instead.</param>
    internal static bool IsOfLogPath(string path, Exception e, [NotNullWhen(true)] out StartRefusedException? refusal)
    {
        var isOfSystem = e is SqliteException or UnauthorizedAccessException ||
            (e is IOException && e.Source != typeof(StartFailure).Assembly.GetName().Name);
        refusal = !isOfSystem ? null : Directory.Exists(path)
            ? new StartRefusedException(
                $"The log {path} is a folder. Set LiveFeed:Log:Path to a file.")
            : new StartRefusedException(
                $"The log {path} cannot be opened: {e.Message} LiveFeed:Log:Path must be a file in a folder that the " +
                "service may write to.");
        return refusal is not null;
    }

    // The server and its libraries read certificates and addresses while it starts.
    private static bool IsOfWebServer(Exception e) =>
        (e is CryptographicException or FormatException or InvalidOperationException
            or FileNotFoundException or DirectoryNotFoundException) &&
        e.StackTrace?.Contains(WebServer, StringComparison.Ordinal) == true;

    // Options that others need are made for each of them, and fail for each.
    private static string Lines(IEnumerable<string> failures) => string.Join(Environment.NewLine, failures.Distinct());

    private static string InOneLine(Exception e)
    {
        var reasons = new List<string>();
        for (var each = e; each is not null; each = each.InnerException)
        {
            reasons.Add(each.Message.ReplaceLineEndings(" "));
        }

        return string.Join(" ", reasons);
    }
}
