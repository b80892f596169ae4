using System.IO;
using LiveFeed.Bodies;

namespace LiveFeed.Streaming.WebSockets.Framing;

/// <summary>Decompresses a message of permessage-deflate (RFC 7692) that refers to no message before it.</summary>
internal static class MessageInflater
{
    private const int StepBytes = 16 << 10;

    // The end of a deflate stream that was flushed. A sender leaves it out.
    private static ReadOnlySpan<byte> Tail => [0, 0, 0xFF, 0xFF];

    /// <summary>
    /// Decompresses into a body, which is returned, or disposed of when this throws. Null when the message is larger than
    /// the body may be.
    /// </summary>
    /// <exception cref="WebSocketFaultException">It is not compressed as agreed.</exception>
    internal static BufferedBody? TryInflate(ReadOnlySpan<byte> compressed, BufferedBody to)
    {
        using var decoder = new ZLibBody(ZLibFormat.Raw);
        try
        {
            if (TryDecode(decoder, compressed, to) && TryDecode(decoder, Tail, to))
            {
                return to;
            }

            to.Dispose();
            return null;
        }
        catch (InvalidDataException)
        {
            to.Dispose();
            throw new WebSocketFaultException(WebSocketClose.NotText, "the message cannot be decompressed");
        }
        catch
        {
            to.Dispose();
            throw;
        }
    }

    private static bool TryDecode(ZLibBody decoder, ReadOnlySpan<byte> source, BufferedBody to)
    {
        var step = new byte[StepBytes];
        while (true)
        {
            var (consumed, written) = decoder.Decode(source, step);
            source = source[consumed..];
            if (written > to.Limit - to.Length)
            {
                return false;
            }

            if (written > 0 && !to.TryAdd(new(step.AsMemory(0, written))))
            {
                throw new WebSocketFaultException(WebSocketClose.TryAgainLater, "the service has no memory for it now");
            }

            if (written < step.Length && (source.IsEmpty || (consumed == 0 && !decoder.IsComplete)))
            {
                return true;
            }
        }
    }
}
