using System.Globalization;
using LiveFeed.Events;
using LiveFeed.Settings;
using Microsoft.Extensions.Primitives;

namespace LiveFeed.Http;

/// <summary>
/// Reads the values of query parameters, which endpoints bind as text so that errors are ours and not the framework's. The
/// first value that cannot be read becomes <see cref="Problem"/>. A parameter that was not given has no value; <c>?name=</c>
/// has the empty one.
/// </summary>
internal sealed partial class QueryParameters
{
    internal FeedProblem? Problem { get; private set; }

    /// <summary>Any text of a parameter; null when it is not given.</summary>
    internal string? Text(string name, StringValues given, int most)
    {
        var text = given.ToString();
        if (given.Count > 1 || text.Length > most)
        {
            Fail(ProblemKind.Invalid, name, $"may be given once, with at most {most} characters");
        }

        return given.Count > 0 ? text : null;
    }

    /// <summary>The text of a parameter that may be given once; null when it is not given, or more than once.</summary>
    internal string? Once(string name, StringValues given)
    {
        if (given.Count > 1)
        {
            Fail(ProblemKind.Invalid, name, "may be given once");
        }

        return given.Count == 1 ? given.ToString() : null;
    }

    /// <summary>A position; null when it is not given.</summary>
    internal Position? Position(string name, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (Events.Position.TryParse(text, out var position))
        {
            return position;
        }

        Fail(
            ProblemKind.Malformed,
            name,
            "must be a position, <epoch>-<sequence>, from an event's id or an answer");
        return null;
    }

    internal int Number(string name, string? text, int least, int most, int otherwise)
    {
        if (string.IsNullOrEmpty(text))
        {
            return otherwise;
        }

        if (TryReadWhole(text, out var number) && number >= least && number <= most)
        {
            return number;
        }

        Fail(ProblemKind.Malformed, name, $"must be a whole number from {least} to {most}");
        return otherwise;
    }

    /// <summary>A time in whole milliseconds; null when it is not given.</summary>
    internal TimeSpan? Milliseconds(string name, string? text, TimeSpan most) =>
        Number(name, text, 0, (int)most.TotalMilliseconds, otherwise: -1) is >= 0 and var given
            ? TimeSpan.FromMilliseconds(given)
            : null;

    /// <summary>A number, also one with a fraction; null when it is not given.</summary>
    internal double? Figure(string name, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (TryReadFigure(text, out var figure))
        {
            return figure;
        }

        Fail(ProblemKind.Malformed, name, "must be a number such as 12.5");
        return null;
    }

    /// <summary>A time span; null when it is not given.</summary>
    internal TimeSpan? Span(string name, string? text, TimeSpan least, TimeSpan most)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (TimeSpanText.TryParse(text, out var span) && span >= least && span <= most)
        {
            return span;
        }

        Fail(ProblemKind.Malformed, name, $"must be {TimeSpanText.Form}, from {least} to {most}; {TimeSpanText.Days}");
        return null;
    }

    internal bool Flag(string name, string? text)
    {
        switch (text?.ToLowerInvariant())
        {
            case null or "false" or "0":
                return false;
            case "" or "true" or "1":
                return true;
            default:
                Fail(ProblemKind.Malformed, name, "must be true or false");
                return false;
        }
    }

    /// <summary>A moment, given as such (RFC 3339) or as a time span counted back from now.</summary>
    internal DateTimeOffset? Moment(string name, string? text, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var isText = !text.Contains('\0', StringComparison.Ordinal);
        if (TimeSpanText.TryParse(text, out var ago) && ago >= TimeSpan.Zero)
        {
            return ago < now - DateTimeOffset.MinValue ? now - ago : DateTimeOffset.MinValue;
        }

        if (isText && text.Contains('T', StringComparison.Ordinal) &&
            DateTimeOffset.TryParse(
                WithPlus(text), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            return moment;
        }

        Fail(
            ProblemKind.Malformed,
            name,
            "must be a time such as 2026-01-31T10:00:00Z, or a time span back from now such as 00:05:00; " +
            TimeSpanText.Days);
        return null;
    }

    /// <summary>Each of these parameters excludes the others.</summary>
    internal void AtMostOne(params IReadOnlyList<(string Name, string? Text)> parameters)
    {
        string[] given = [.. parameters.Where(parameter => parameter.Text is not null).Select(parameter => parameter.Name)];
        if (given.Length > 1)
        {
            Fail(ProblemKind.Malformed, given[1], $"cannot be given together with {given[0]}");
        }
    }

    /// <summary>Says what is wrong with a parameter, unless another problem was found before.</summary>
    internal void Fail(ProblemKind kind, string name, string message) => Problem ??= FeedProblem.At(kind, name, message);

    // The framework's parsers would ignore NULs after a value, here and below.
    private static bool TryReadWhole(string text, out int number)
    {
        number = 0;
        return !text.Contains('\0', StringComparison.Ordinal) &&
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static bool TryReadFigure(string text, out double figure)
    {
        figure = 0;
        return !text.Contains('\0', StringComparison.Ordinal) &&
            double.TryParse(
                text,
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
                CultureInfo.InvariantCulture,
                out figure) &&
            double.IsFinite(figure);
    }
}
