using LiveFeed.Events;

namespace LiveFeed.Streaming.Polling;

/// <summary>
/// What an answer says as <c>next</c>. The poller's next <c>after</c> must tell whether it has the answer, so <c>next</c>
/// differs from the <c>after</c> of its poll whenever the answer says anything. Retained events move the position. Where
/// only others came, such as ephemeral ones, the same position is written in another way: its sequence has a zero in front,
/// or has it no more.
/// </summary>
internal static class PollPosition
{
    /// <param name="reached">The position that the answer reaches; null when it reaches no other.</param>
    /// <param name="after">What the poll asked for. The poller sends this again if it does not get the answer.</param>
    /// <param name="saysAnything">Whether the answer says anything that must not be lost.</param>
    internal static string Next(Position? reached, string after, bool saysAnything)
    {
        var canonical = Position.TryParse(after, out var before) ? before.ToString() : after;
        if (reached is { } position && position != before)
        {
            return position.ToString();
        }

        return !saysAnything ? after
            : after == canonical ? $"{before.Epoch}-0{before.Sequence}"
            : canonical;
    }
}
