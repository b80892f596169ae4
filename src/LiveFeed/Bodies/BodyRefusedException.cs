using System.IO;
using LiveFeed.Refusals;

namespace LiveFeed.Bodies;

/// <summary>A body is not read to its end, for this reason, which is then the answer.</summary>
internal sealed class BodyRefusedException(Refusal refusal, Exception? cause = null) : IOException(refusal.Text, cause)
{
    internal Refusal Refusal => refusal;
}
