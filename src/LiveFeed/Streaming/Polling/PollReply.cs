namespace LiveFeed.Streaming.Polling;

/// <summary>How a poll is answered.</summary>
/// <param name="Content">What came for the client; maybe nothing.</param>
/// <param name="Next">What the client is to send as its next <c>after</c>.</param>
internal sealed record PollReply(PollContent Content, string Next);
