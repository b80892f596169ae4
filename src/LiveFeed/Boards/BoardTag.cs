using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace LiveFeed.Boards;

/// <summary>An entity tag of a board's bytes: the same bytes always have the same.</summary>
internal static class BoardTag
{
    private const int Bytes = 16; // of the hash: no two files of a folder share that much

    internal static EntityTagHeaderValue Of(byte[] json) => new($"\"{Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, Bytes))}\"");
}
