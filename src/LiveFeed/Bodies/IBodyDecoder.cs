namespace LiveFeed.Bodies;

/// <summary>Decodes compressed bytes piece by piece, and knows whether the end was reached. Not thread-safe.</summary>
internal interface IBodyDecoder : IDisposable
{
    /// <summary>Every stream that began has ended, so the body may end here.</summary>
    bool IsComplete { get; }

    /// <summary>Max bytes that it holds, apart from <see cref="MaxWindow"/>.</summary>
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
