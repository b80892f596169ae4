using System.Buffers;
using System.Text;
using LiveFeed.Clients;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Streaming;
using LiveFeed.Streaming.Output;
using LiveFeed.Streaming.SocketIo.Engine;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Streaming.SocketIo.Engine;

/// <summary>
/// An application with the feed behind it: a message is a topic to follow, and each event's data a message back.
/// </summary>
internal sealed class FeedApplication
{
    private static readonly EngineForm Form = new(
        new DataEncoder(EngineWire.Polling), new DataEncoder(EngineWire.WebSocket), new DataEncoder(EngineWire.Deflated));

    /// <summary>Of the clients of the hub, in the order of joining.</summary>
    internal List<EngineOutput> Outputs { get; } = [];

    internal List<TestSession> Sessions { get; } = [];

    internal void Serve(EngineHost host) => host.Application.Take = (session, message) =>
    {
        var topic = TopicPattern.Parse(Encoding.UTF8.GetString(message.Bytes.Span));
        _ = ServeAsync(host, session, topic);
        return ValueTask.CompletedTask;
    };

    private async Task ServeAsync(EngineHost host, TestSession session, TopicPattern topic)
    {
        var pump = await host.Server.Services.GetRequiredService<ClientServer>().ConnectAsync(
            new JoinRequest { Transport = "test", Topics = [topic] },
            (_, _) => ValueTask.FromResult<IClientOutput?>(Connect(session)),
            session.Connection.Gone);
        await pump!.RunAsync();
    }

    private EngineOutput Connect(TestSession session)
    {
        var output = session.Connection.OutputFor(Form);
        Outputs.Add(output);
        Sessions.Add(session);
        session.Send("joined");
        return output;
    }

    private sealed class DataEncoder(EngineWire wire) : FrameEncoder
    {
        internal override void Write(Frame frame, IBufferWriter<byte> to)
        {
            switch (frame)
            {
                case EventFrame e:
                    EnginePackets.WriteText(wire, e.Event.Data.Utf8, to);
                    break;
                case BatchFrame batch:
                    batch.Join(this, to);
                    break;
            }
        }
    }
}
