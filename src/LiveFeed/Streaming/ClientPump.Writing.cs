using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Telemetry;

namespace LiveFeed.Streaming;

/// <summary>Writes what was read, counts it, and measures where it has to wait.</summary>
internal sealed partial class ClientPump
{
    // Max bytes that a connection holds unsent in its own buffers before it waits for the socket; a batch can be far larger.
    private const int FlushBytes = 64 << 10;

    // Max about a page of the log is the answer to a poll.
    private const int PolledBytes = ReadLimits.PageBytes;

    private async ValueTask<bool> WriteAsync()
    {
        var batch = Batch;
        if (batch.Count == 0)
        {
            var isOpen = !output.HasRest || await FlushAsync();
            client.LetGo();
            return isOpen;
        }

        var (events, unsent, most) = (0, 0, client.IsPolled ? PolledBytes : FlushBytes);
        for (var i = 0; i < batch.Count; i++)
        {
            var frame = batch[i];
            events += frame.Events;
            unsent += Write(frame);
            if (i == batch.Count - 1 || unsent >= most)
            {
                if (!await FlushAsync())
                {
                    return false;
                }

                unsent = 0;
            }
        }

        batch.Clear();
        client.Wrote(events);
        metrics.Delivered(events);
        return true;
    }

    private ValueTask<bool> FlushAsync()
    {
        var flush = output.FlushAsync(client.CutOff);
        return flush.IsCompleted || client.IsPolled ? flush : MeasureAsync(flush, output.BufferedBytes);
    }

    // Time and bytes are measured only for a flush that has to wait: a look at the clock for every write would cost too
    // much. The wait for the next poll is no wait for room.
    private async ValueTask<bool> MeasureAsync(ValueTask<bool> flush, long buffered)
    {
        var start = LiveFeedMetrics.Now;
        client.OwnUnsent(buffered);
        var isOpen = await flush;
        metrics.Flushed(start);
        return isOpen;
    }

    private int Write(Frame frame)
    {
        if (frame is GapFrame)
        {
            metrics.Gap();
        }

        return output.Write(frame);
    }
}
