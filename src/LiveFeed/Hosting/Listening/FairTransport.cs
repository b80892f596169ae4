using System.IO.Pipelines;
using LiveFeed.Scheduling;

namespace LiveFeed.Hosting.Listening;

/// <summary>The two ends of a connection, of which one is read in turns. It lies below TLS, HTTP and WebSockets.</summary>
internal sealed class FairTransport(IDuplexPipe transport) : IDuplexPipe
{
    public PipeReader Input { get; } = new FairInput(transport.Input);

    public PipeWriter Output => transport.Output;
}
