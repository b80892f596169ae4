using System.Collections;

namespace LiveFeed.Hosting.Logging;

/// <summary>
/// An exception for the console, whose message has something of a file's or a client's that may not stand there as it is.
/// </summary>
internal sealed class SanitizedException(Exception exception) : Exception(SanitizedText.Of(exception.Message))
{
    public override string? StackTrace => exception.StackTrace;

    public override IDictionary Data => exception.Data;

    /// <summary>The exception itself, where it can be written as it is.</summary>
    internal static Exception? Of(Exception? exception)
    {
        for (var each = exception; each is not null; each = each.InnerException)
        {
            if (!ReferenceEquals(SanitizedText.Of(each.Message), each.Message))
            {
                return new SanitizedException(exception!);
            }
        }

        return exception;
    }

    // Messages first, whose line ends are not its own.
    public override string ToString()
    {
        var text = exception.ToString();
        for (var each = exception; each is not null; each = each.InnerException)
        {
            text = each.Message.Length == 0
                ? text
                : text.Replace(each.Message, SanitizedText.Of(each.Message), StringComparison.Ordinal);
        }

        return SanitizedText.Of(text, keepsLines: true);
    }
}
