using LiveFeed.Clients;
using LiveFeed.Clients.Direct;
using LiveFeed.Frames;
using LiveFeed.Streaming.Output;

namespace LiveFeed.Streaming.SocketIo.Engine;

/// <summary>
/// Where one client of the hub writes on a connection that others may share. What was added stays here until the flush has
/// its turn, because until then the transport may change. Between two polls a flush waits.
/// </summary>
/// <param name="connection">The connection.</param>
/// <param name="form">Makes its packets.</param>
internal sealed class EngineOutput(EngineConnection connection, EngineForm form) : IClientOutput
{
    private List<Frame>? _frames; // added and not written; null while the pump waits, which alone uses it
    private volatile EngineForm _form = form;

    /// <summary>
    /// Makes its packets, from the next flush on; the hub's, from the next turn of the pump on. Any thread sets it; the
    /// client must then be nudged.
    /// </summary>
    internal EngineForm Form
    {
        get => _form;
        set => _form = value;
    }

    public DirectWrite? Direct => connection.DirectIn(_form);

    public IPeer? Peer { get; } = connection.Peer;

    public long BufferedBytes => connection.BufferedBytes;

    public bool HasRest => _frames is { Count: > 0 } || connection.HasRest;

    public int Write(Frame frame)
    {
        (_frames ??= []).Add(frame);
        return frame.WireBytes;
    }

    public ValueTask<bool> FlushAsync(CancellationToken cutOff) => connection.FlushAsync(_frames ??= [], _form, cutOff);

    public void Waits()
    {
        if (_frames is { Count: 0 })
        {
            _frames = null;
        }
    }

    /// <summary>Ends the connection, for all who share it.</summary>
    public void Abort() => connection.Abort();
}
