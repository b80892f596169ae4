using LiveFeed.Events;

namespace LiveFeed.Streaming.Polling;

/// <summary>
/// What an answer says as <c>next</c>. The poller's next <c>after</c> must tell whether it has the answer, so <c>next</c>
/// differs from the <c>after</c> of its poll whenever the answer says anything. Retained events move the position. Where
/// only others came, such as ephemeral ones, the same position is written in another way: with one more zero before its
/// sequence, and after some, with none.
/// </summary>
internal static class PollPosition
{
    // A poll that a proxy repeats late must not be taken for the next one: so many polls lie between two alike.
    private const int MaxZeros = 7;

    private const int MaxDigits = 19; // that a position may have

    /// <param name="reached">The position that the answer reaches; null when it reaches no other.</param>
    /// <param name="after">What the poll asked for. The poller sends this again if it does not get the answer.</param>
    /// <param name="saysAnything">Whether the answer says anything that must not be lost.</param>
    internal static string Next(Position? reached, string after, bool saysAnything)
    {
        var isPosition = Position.TryParse(after, out var before);
        return reached is { } position && position != before ? position.ToString()
            : saysAnything && isPosition ? WrittenAnew(before, after)
            : after;
    }

    private static string WrittenAnew(Position position, string before)
    {
        var canonical = position.ToString();
        var zeros = before.Length - canonical.Length;
        var digits = canonical.Length - position.Epoch.Length - 1;
        return zeros >= MaxZeros || digits + zeros >= MaxDigits
            ? canonical
            : $"{position.Epoch}-{new string('0', zeros + 1)}{canonical[^digits..]}";
    }
}
