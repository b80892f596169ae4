namespace LiveFeed.Tests.Streaming.SocketIo.Recovery;

/// <summary>The system's clocks; the one on the wall may be set.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    internal TimeSpan Shift { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
}
