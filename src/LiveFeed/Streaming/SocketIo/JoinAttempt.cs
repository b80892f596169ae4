using LiveFeed.Http;
using LiveFeed.Streaming.SocketIo.Recovery;

namespace LiveFeed.Streaming.SocketIo;

/// <summary>An attempt of a socket to join the hub. It is decided once.</summary>
/// <param name="claim">The state that the client will have; null without recovery.</param>
/// <param name="found">What it has back; null when it begins anew.</param>
internal sealed class JoinAttempt(RecoveryClaim? claim, Recoverable? found)
{
    private readonly TaskCompletionSource<FeedProblem?> _decision = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal RecoveryClaim? Claim => claim;

    internal Recoverable? Found => found;

    /// <summary>Null when the client is in.</summary>
    internal Task<FeedProblem?> Decision => _decision.Task;

    internal void Join() => _decision.TrySetResult(null);

    internal void Refuse(FeedProblem problem) => _decision.TrySetResult(problem);
}
