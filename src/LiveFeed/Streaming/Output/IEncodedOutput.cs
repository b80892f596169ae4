using LiveFeed.Frames;

namespace LiveFeed.Streaming.Output;

/// <summary>An output whose form may change while it is used.</summary>
internal interface IEncodedOutput : IClientOutput
{
    /// <summary>
    /// Makes its bytes, from the next frame on; the hub's, from the next turn of the pump on. Any thread sets it.
    /// </summary>
    FrameEncoder Encoder { get; set; }
}
