using System.Runtime.InteropServices;

namespace LiveFeed.Bodies;

/// <summary>
/// A stream as the runtime's zlib takes it (<c>PAL_ZStream</c>). It keeps no pointer to this struct, which may move.
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
