using System.Numerics;
using System.Runtime.InteropServices;

namespace LiveFeed.Streaming.WebSockets.Framing;

/// <summary>What a client applies to every byte that it sends (RFC 6455, section 5.3).</summary>
internal static class WebSocketMask
{
    /// <summary>Removes the mask.</summary>
    /// <param name="bytes">A part of a payload.</param>
    /// <param name="mask">The frame's mask; its first byte is the lowest.</param>
    /// <param name="offset">How many bytes of the payload come before.</param>
    internal static void Remove(Span<byte> bytes, uint mask, long offset)
    {
        var turned = BitOperations.RotateRight(mask, (int)(offset % sizeof(uint)) * 8);
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        var wide = ((ulong)turned << 32) | turned;
        for (var i = 0; i < words.Length; i++)
        {
            words[i] ^= wide;
        }

        for (var i = words.Length * sizeof(ulong); i < bytes.Length; i++)
        {
            bytes[i] ^= (byte)(turned >> (i % sizeof(uint) * 8));
        }
    }
}
