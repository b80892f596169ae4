using System.IO;
using Microsoft.AspNetCore.RequestDecompression;

namespace LiveFeed.Bodies;

/// <summary>One content encoding that bodies may have.</summary>
internal sealed class BodyEncoding(BodyBudget budget, Func<IBodyDecoder> decode) : IDecompressionProvider
{
    public Stream GetDecompressionStream(Stream stream) => new DecodedBody(stream, decode, new BodyMemory(budget));
}
