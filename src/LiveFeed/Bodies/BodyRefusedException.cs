using System.IO;
using LiveFeed.Http;

namespace LiveFeed.Bodies;

/// <summary>A body is not read to its end, for this reason, which is then the answer.</summary>
internal sealed class BodyRefusedException(FeedProblem problem, Exception? cause = null) : IOException(problem.Detail, cause)
{
    internal FeedProblem Problem => problem;
}
