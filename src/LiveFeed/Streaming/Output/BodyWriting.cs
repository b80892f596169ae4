using System.IO.Pipelines;

namespace LiveFeed.Streaming.Output;

/// <summary>Writes to the body of a response.</summary>
internal static class BodyWriting
{
    /// <summary>
    /// Adds bytes. A body whose connection has ended may give less room than is asked for, or none when no size is given,
    /// which <c>BuffersExtensions.Write</c> takes for a fault.
    /// </summary>
    internal static void Give(this PipeWriter body, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var room = body.GetSpan(sizeHint: 1);
            var part = bytes[..Math.Min(bytes.Length, room.Length)];
            part.CopyTo(room);
            body.Advance(part.Length);
            bytes = bytes[part.Length..];
        }
    }
}
