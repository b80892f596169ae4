using LiveFeed.Frames;

namespace LiveFeed.Streaming.Output;

/// <summary>An output whose form may change while it is used.</summary>
internal interface IEncodedOutput : IClientOutput
{
    /// <summary>Makes its bytes, from the next frame on. Any thread; the pump must then go on before the hub writes.</summary>
    FrameEncoder Encoder { get; set; }
}
