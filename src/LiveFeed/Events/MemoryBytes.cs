using System.Collections.Immutable;

namespace LiveFeed.Events;

/// <summary>What objects take of memory, on 64-bit systems: each a header, and all in steps of 8 bytes.</summary>
internal static class MemoryBytes
{
    private const int ArrayHeader = 24;
    private const int StringHeader = 22; // with the zero at the end
    private const int Reference = 8;

    /// <summary>A string: 2 bytes for each UTF-16 unit.</summary>
    internal static int Of(string? text) => text is null ? 0 : Aligned(StringHeader + (2 * text.Length));

    internal static int OfArray(int bytes) => Aligned(ArrayHeader + bytes);

    internal static int Of(ImmutableArray<string> texts)
    {
        if (texts.Length == 0)
        {
            return 0; // one array for all
        }

        var bytes = OfArray(Reference * texts.Length);
        foreach (var text in texts)
        {
            bytes += Of(text);
        }

        return bytes;
    }

    private static int Aligned(int bytes) => (bytes + 7) & ~7;
}
