using LiveFeed.Frames;

namespace LiveFeed.Log;

/// <summary>Events that were read by their sequences.</summary>
/// <param name="Frames">Those that are still retained, oldest first.</param>
/// <param name="Looked">The number of sequences read. The next page begins after them.</param>
internal sealed record SequencePage(IReadOnlyList<EventFrame> Frames, int Looked)
{
    /// <summary>Picks events until the page is full, or there are no more.</summary>
    internal static SequencePage Of(ReadOnlySpan<long> sequences, Func<long, EventFrame?> find)
    {
        var frames = new List<EventFrame>();
        var looked = 0;
        for (long bytes = 0; looked < sequences.Length && looked < ReadLimits.PageEvents &&
            bytes < ReadLimits.PageBytes; looked++)
        {
            if (find(sequences[looked]) is { } frame)
            {
                frames.Add(frame);
                bytes += frame.Size;
            }
        }

        return new SequencePage(frames, looked);
    }
}
