using System.IO;
using System.Reflection;
using System.Text.RegularExpressions;
using LiveFeed.Access;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace LiveFeed.Hosting;

/// <summary>Faults at the start that an operator can mend, as the lines that say how; any other is a bug and keeps its trace.</summary>
internal static partial class StartFailure
{
    internal static bool TryExplain(Exception e, out string explanation)
    {
        explanation = e switch
        {
            AggregateException { InnerExceptions: var several } when several.All(one => one is OptionsValidationException) =>
                string.Join(Environment.NewLine, several.Select(one => Explain((OptionsValidationException)one))),
            OptionsValidationException invalid => Explain(invalid),
            StartRefusedException or IOException or UnauthorizedAccessException or SqliteException or InvalidDataException => e.Message,
            InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } => e.Message,
            _ => "",
        };
        return explanation.Length > 0;
    }

    private static string Explain(OptionsValidationException invalid)
    {
        var section = invalid.OptionsType.GetField("Section", BindingFlags.Static | BindingFlags.NonPublic)?.GetValue(null);
        return string.Join(Environment.NewLine, invalid.Failures.Select(failure => Member().Replace(failure, $"{section}:$1 ")));
    }

    // "MaxEvents: The field LogOptions.MaxEvents must be …" names the class; an operator knows the key.
    [GeneratedRegex(@"^(\w+): The (?:field )?\w+\.\1 (?:field )?")]
    private static partial Regex Member();
}
