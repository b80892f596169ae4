using System.IO.Pipelines;

namespace LiveFeed.Streaming.Output;

/// <summary>A connection's two ends, below the server.</summary>
/// <param name="input">What the client sends. The server completes it.</param>
/// <param name="output">Sends at once.</param>
internal sealed class DirectConnection(PipeReader input, SocketPipeWriter output) : IDuplexPipe
{
    internal SocketPipeWriter Output => output;

    public PipeReader Input => input;

    PipeWriter IDuplexPipe.Output => output;
}
