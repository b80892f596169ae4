using System.Collections;

namespace LiveFeed.Hosting.Logging;

/// <summary>
/// An exception for the console whose message has text from a file or a client that must not be written as it is.
/// </summary>
internal sealed class SanitizedException(Exception exception) : Exception(SanitizedText.Of(exception.Message))
{
    public override string? StackTrace => exception.StackTrace;

    public override IDictionary Data => exception.Data;

    /// <summary>The exception itself, when it can be written as it is.</summary>
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

    // Messages first: their line ends must not stay.
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
