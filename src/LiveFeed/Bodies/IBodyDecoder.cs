namespace LiveFeed.Bodies;

/// <summary>
/// Turns compressed bytes into what they stand for, piece by piece, and knows whether the end has come. Not thread-safe.
/// </summary>
internal interface IBodyDecoder : IDisposable
{
    /// <summary>All that was begun has its end: the body may stop here.</summary>
    bool IsComplete { get; }

    /// <summary>Bytes that it holds at most, apart from <see cref="MaxWindow"/>.</summary>
    int OwnBytes { get; }

    /// <summary>How many of the last decoded bytes it keeps, because later ones may refer to them.</summary>
    int MaxWindow { get; }

    /// <summary>Decodes what it can. With nothing consumed and nothing written it needs more bytes.</summary>
    /// <param name="source">What has arrived; may be empty.</param>
    /// <param name="destination">Room for at least one byte.</param>
    /// <exception cref="System.IO.InvalidDataException">
    /// The bytes are not of this encoding, or damaged, or go on after the end.
    /// </exception>
    (int Consumed, int Written) Decode(ReadOnlySpan<byte> source, Span<byte> destination);
}
