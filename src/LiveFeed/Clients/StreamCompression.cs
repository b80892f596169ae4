namespace LiveFeed.Clients;

internal enum StreamCompression
{
    /// <summary>Every stream goes out as it is.</summary>
    None,

    /// <summary>In gzip to clients that accept it, compressed once for all of them.</summary>
    Gzip,
}
