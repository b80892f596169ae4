using System.Runtime.InteropServices;

namespace LiveFeed.Bodies;

/// <summary>
/// The stream of the runtime's zlib (<c>PAL_ZStream</c>). Zlib keeps no pointer to this struct, so it may move.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ZLibState
{
    internal nint NextIn;
    internal nint NextOut;
    internal nint Message;
    internal nint State;
    internal uint AvailableIn;
    internal uint AvailableOut;
}
