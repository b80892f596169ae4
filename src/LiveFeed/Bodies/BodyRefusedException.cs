using System.IO;
using LiveFeed.Refusals;

namespace LiveFeed.Bodies;

/// <summary>A body is not read to its end. The refusal is the answer.</summary>
internal sealed class BodyRefusedException(Refusal refusal, Exception? cause = null) : IOException(refusal.Text, cause)
{
    internal Refusal Refusal => refusal;
}
