using System.IO;
using LiveFeed.Access;
using LiveFeed.Log;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace LiveFeed.Hosting;

/// <summary>Faults at the start that an operator can mend, as the lines that say how; any other is a bug and keeps its trace.</summary>
internal static class StartFailure
{
    internal static bool TryExplain(Exception e, out string explanation)
    {
        explanation = e switch
        {
            AggregateException { InnerExceptions: var several } when several.All(one => one is OptionsValidationException) =>
                string.Join(Environment.NewLine, several.SelectMany(one => ((OptionsValidationException)one).Failures)),
            OptionsValidationException invalid => string.Join(Environment.NewLine, invalid.Failures),
            StartRefusedException or LogCorruptException or IOException or UnauthorizedAccessException or SqliteException or InvalidDataException => e.Message,
            InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } => e.Message,
            _ => "",
        };
        return explanation.Length > 0;
    }
}
