using LiveFeed.Bodies;
using LiveFeed.Streaming.SocketIo.Engine.Packets;
using LiveFeed.Streaming.SocketIo.Engine.Polls;
using LiveFeed.Streaming.SocketIo.Engine.Requests;
using LiveFeed.Streaming.SocketIo.Engine.Sockets;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Streaming.SocketIo.Engine;

/// <summary>
/// A client that polls: GET takes what there is for it, or waits; POST brings what it sends. Max one poll waits, and max one
/// POST is read. The protocol knows no acknowledgement of an answer, so a poll that breaks off ends the connection. Then the
/// client knows that it may have missed something.
/// </summary>
internal sealed partial class EngineConnection
{
    // A client that is about to upgrade sends no more polls. One that crosses its probe is answered after this, unless the
    // upgrade comes first.
    private static readonly TimeSpan ProbePatience = TimeSpan.FromMilliseconds(100);

    // A client sends its last poll and its close at once, on two connections: the close may be here first.
    private static readonly TimeSpan CrossingTime = TimeSpan.FromMilliseconds(100);

    private const int PacketsInTurn = 16; // of a POST; then all other work goes first

    private volatile EnginePoll? _answering; // its answer is being written
    private int _upgrading; // by Interlocked: 1 while a WebSocket is probed, and after the upgrade

    /// <summary>A POST is being read or taken.</summary>
    internal bool IsPosting => _polls?.Posts.HasAny == true;

    /// <summary>Answers a poll.</summary>
    internal async Task PollAsync(HttpContext context)
    {
        var poll = new EnginePoll();
        var entry = _polls!.Begin(poll);
        if (entry == PollEntry.Second)
        {
            End(EngineCloseReason.TransportError);
        }

        if (entry != PollEntry.Waits)
        {
            poll.Answer(entry == PollEntry.Over ? LastPackets() : null);
        }

        await using (context.RequestAborted.UnsafeRegister(_ => BreakOff(poll), null))
        {
            Drain();
            await AnswerIfProbedAsync(poll);
            await WriteAsync(context, poll, await poll.Packets);
        }
    }

    /// <summary>Takes what a POST brings, when it is its turn.</summary>
    /// <returns>False when it cannot be read; the connection has then ended.</returns>
    internal async Task<bool> TakePayloadAsync(EnginePost post, BufferedBody body)
    {
        await post.TakeTurnAsync();
        if (body.MustBeText() is not null)
        {
            End(EngineCloseReason.ParseError);
        }

        var packets = 0;
        for (var start = 0; start <= body.Length && !HasEnded;)
        {
            if (++packets % PacketsInTurn == 0)
            {
                await Task.Yield();
            }

            var length = body.Span[start..].IndexOf(EnginePackets.Separator);
            var packet = length < 0 ? body.Memory[start..] : body.Memory.Slice(start, length);
            start += packet.Length + 1;
            if (await TakeFromPayloadAsync(packet) is not { } reason)
            {
                continue;
            }

            if (reason == EngineCloseReason.TransportClose)
            {
                await _polls!.BegunAsync().WaitAsync(CrossingTime, TimeProvider.System)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            End(reason);
        }

        return !HasEnded || _reason is EngineCloseReason.TransportClose or EngineCloseReason.Closed;
    }

    /// <summary>Begins a POST. Null when another one is not read yet: that ends the connection.</summary>
    internal EnginePost? TryBeginPost()
    {
        if (_polls?.Posts.TryBegin() is { } post)
        {
            return post;
        }

        End(EngineCloseReason.TransportError);
        return null;
    }

    /// <summary>Begins an upgrade. False when there is one already, or was.</summary>
    internal bool TryBeginUpgrade() => _polls is not null && Interlocked.CompareExchange(ref _upgrading, 1, 0) == 0;

    /// <summary>The client has probed a WebSocket: its poll ends, so that it can upgrade.</summary>
    internal void Probe() => _polls!.Probe(isProbed: true)?.Answer([PacketFrame.Noop.Encoded(PacketEncoder.Form.Polling)]);

    /// <summary>The upgrade will not come: the client polls on.</summary>
    internal void EndUpgrade()
    {
        _polls!.Probe(isProbed: false);
        Volatile.Write(ref _upgrading, 0);
    }

    /// <summary>From now on it goes on with a WebSocket, and its session id is good for no poll.</summary>
    internal bool TryUpgrade(EngineSocket socket)
    {
        if (IsPosting)
        {
            End(EngineCloseReason.TransportError); // what it posts could no longer be told from what comes after
        }

        lock (_lock)
        {
            if (HasEnded)
            {
                return false;
            }

            _socket = socket;
        }

        _polls!.End()?.Answer(null); // a client that upgrades does not poll any more
        Drain();
        return true;
    }

    private void BreakOff(EnginePoll poll)
    {
        if (_polls!.TryTake(poll))
        {
            poll.Answer(null);
            Abort();
        }
    }

    private async Task AnswerIfProbedAsync(EnginePoll poll)
    {
        if (!_polls!.IsProbed)
        {
            return;
        }

        await ((Task)poll.Packets).WaitAsync(ProbePatience, TimeProvider.System)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_polls.TryTake(poll))
        {
            poll.Answer([PacketFrame.Noop.Encoded(PacketEncoder.Form.Polling)]);
        }
    }

    private async Task WriteAsync(HttpContext context, EnginePoll poll, List<byte[]>? packets)
    {
        if (packets is null)
        {
            await EngineRefusal.BadRequest.ExecuteAsync(context);
            return;
        }

        if (packets.Count == 0)
        {
            packets.Add(PacketFrame.Noop.Encoded(PacketEncoder.Form.Polling)); // the connection ended at this moment
        }

        var isWhole = false;
        _answering = poll;
        try
        {
            isWhole = await PollBody.WriteAsync(context, packets, _server.Patience, _server.Time, poll.Cut);
        }
        finally
        {
            Interlocked.CompareExchange(ref _answering, null, poll);
            poll.Wrote(isWhole);
            if (!isWhole)
            {
                context.Abort(); // half an answer must not look complete
                Abort();
            }
        }
    }

    private ValueTask<EngineCloseReason?> TakeFromPayloadAsync(ReadOnlyMemory<byte> packet) =>
        packet.IsEmpty || packet.Span[0] != (byte)'b' ? TakeAsync(packet)
        : EnginePackets.TryDecode(packet.Span[1..], out var bytes) ? TakeAsync(new EngineMessage(bytes, IsBinary: true))
        : ValueTask.FromResult<EngineCloseReason?>(EngineCloseReason.ParseError);
}
