using Microsoft.AspNetCore.Http;

namespace LiveFeed.Http;

/// <summary>
/// A proxy before several nodes says that it asks another one when this one refuses a client (<c>X-Refuse-With: 503</c>). So
/// the node answers 503, in place of a stream that only tells its client to come back: back at the same node, maybe.
/// </summary>
internal static class OtherNodes
{
    internal const string Header = "X-Refuse-With";

    private const string Status = "503";

    internal static bool AreAsked(HttpRequest request) => request.Headers[Header] == Status;
}
