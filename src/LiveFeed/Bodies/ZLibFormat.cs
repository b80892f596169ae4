namespace LiveFeed.Bodies;

/// <summary>
/// The format around deflated bytes, as the <c>windowBits</c> of zlib's <c>inflateInit2</c>: 15 bits, with 16 more for gzip,
/// negative for nothing around them.
/// </summary>
internal enum ZLibFormat
{
    Raw = -15,
    ZLib = 15,
    Gzip = 15 + 16,
}
