using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Security.Cryptography;
using LiveFeed.Access;
using LiveFeed.Log;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace LiveFeed.Hosting;

/// <summary>
/// Faults at the start that an operator can mend, as the lines that say how; any other is a bug and keeps its trace.
/// </summary>
internal static class StartFailure
{
    private const string WebServer = "Microsoft.AspNetCore.Server.Kestrel";

    internal static bool TryExplain(Exception e, out string explanation)
    {
        explanation = e switch
        {
            AggregateException { InnerExceptions: var several } when several.All(one => one is OptionsValidationException) =>
                string.Join(Environment.NewLine, several.SelectMany(one => ((OptionsValidationException)one).Failures)),
            OptionsValidationException invalid => string.Join(Environment.NewLine, invalid.Failures),
            StartRefusedException or LogCorruptException => e.Message,
            _ when IsOfWebServer(e) =>
                $"The address or certificate that the settings name (Urls, Kestrel) is not right: {InOneLine(e)}",
            InvalidDataException => InOneLine(e),
            IOException or UnauthorizedAccessException or SqliteException => e.Message,
            InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } => e.Message,
            _ => "",
        };
        return explanation.Length > 0;
    }

    /// <summary>
    /// What opening the log fails with where the settings or the disk are wrong, with what to set; its own words stay as
    /// they are.
    /// </summary>
    /// <param name="path">Of the log.</param>
    /// <param name="e">That opening it has thrown.</param>
    /// <param name="refusal">What to throw instead.</param>
    internal static bool IsOfLogPath(string path, Exception e, [NotNullWhen(true)] out StartRefusedException? refusal)
    {
        var isOfSystem = e is SqliteException or UnauthorizedAccessException ||
            (e is IOException && e.Source != typeof(StartFailure).Assembly.GetName().Name);
        refusal = !isOfSystem ? null : Directory.Exists(path)
            ? new StartRefusedException(
                $"The log {path} is a folder. Set LiveFeed:Log:Path to a file in it, or to another one.")
            : new StartRefusedException(
                $"The log {path} cannot be opened: {e.Message} LiveFeed:Log:Path must be a file in a folder that the " +
                "service may write to.");
        return refusal is not null;
    }

    // Certificates are read, and addresses understood, by the server and what it uses, while it starts.
    private static bool IsOfWebServer(Exception e) =>
        (e is CryptographicException or FormatException or InvalidOperationException
            or FileNotFoundException or DirectoryNotFoundException) &&
        e.StackTrace?.Contains(WebServer, StringComparison.Ordinal) == true;

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
