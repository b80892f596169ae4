using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace LiveFeed.Http;

/// <summary>An entity tag of a body's bytes. The same bytes always have the same tag.</summary>
internal static class ContentTag
{
    private const int Bytes = 16; // of the hash; enough to tell all bodies of one address apart

    internal static EntityTagHeaderValue Of(byte[] body) =>
        new($"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, Bytes))}\"");
}
