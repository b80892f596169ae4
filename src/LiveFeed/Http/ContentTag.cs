using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace LiveFeed.Http;

/// <summary>An entity tag of a body's bytes: the same bytes always have the same.</summary>
internal static class ContentTag
{
    private const int Bytes = 16; // of the hash: no two bodies at one address share that much

    internal static EntityTagHeaderValue Of(byte[] body) =>
        new($"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, Bytes))}\"");
}
