using System.IO.Pipelines;
using LiveFeed.Access.Limits;
using LiveFeed.Bodies;
using LiveFeed.Memory;
using LiveFeed.Scheduling;
using LiveFeed.Streaming.WebSockets.Framing;
using LiveFeed.Tests.Streaming.SocketIo;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LiveFeed.Tests.Streaming.WebSockets;

/// <summary>Threads for long work decompress, check and take long messages, so that they hold up nobody.</summary>
public sealed class LongMessageTests
{
    private const int MaxBytes = 4_000_000;

    [Theory]
    [InlineData(BodyReader.ShortBytes, false, true)]
    [InlineData(BodyReader.ShortBytes + 1, false, false)]
    [InlineData(BodyReader.ShortBytes, true, true)]
    [InlineData(BodyReader.ShortBytes + 1, true, false)]
    [InlineData(MaxBytes, true, false)] // it comes as four kilobytes
    public async Task A_message_is_long_work_from_64_KiB_on_however_short_it_was_compressed(
        int bytes, bool isCompressed, bool isReadAtOnce)
    {
        var text = Enumerable.Repeat((byte)'a', bytes).ToArray();
        var frame = isCompressed
            ? RawSocket.Frame(RawSocket.Text, Compressed.Message(text), reserved: 0x40)
            : RawSocket.Frame(RawSocket.Text, text);

        await ReadsAsync(frame, text, isReadAtOnce);
    }

    [Fact]
    public async Task Thousands_of_empty_blocks_are_long_work_to_decompress()
    {
        byte[] empty = [.. Enumerable.Repeat<byte[]>([3, 0], 4_000).SelectMany(block => block)];

        await ReadsAsync(RawSocket.Frame(RawSocket.Text, empty, reserved: 0x40), [], isAtOnce: false);
    }

    [Fact]
    public async Task A_long_message_waits_for_other_long_work_and_a_short_one_does_not()
    {
        await using var server = new LiveFeedServer();
        await using var sender = await JsonSocket.OpenAsync(server);
        await using var other = await JsonSocket.OpenAsync(server);
        await using var peer = await SocketIoPeer.ConnectAsync(server);
        using var busy = new BusyWork(server.Services.GetRequiredService<LowPriorityWork>(), LowPriorityWork.DefaultThreads);
        var data = new string('a', 1_000_000 - 100); // for Socket.IO, the longest that may come
        await sender.SendAsync($$"""{"type":"publish","id":1,"topic":"long","data":"{{data}}"}""");
        var asking = peer.AskAsync($$"""["publish",{"topic":"long","data":"{{data}}"}]""");
        for (var i = 0; i < 20; i++)
        {
            await other.SendAsync("""{"type":"publish","id":1,"topic":"short","data":1}""");
            await other.ReadAsync("ack");
        }

        var reading = sender.ReadAsync("ack");
        Assert.Equal((false, false), (reading.IsCompleted, asking.IsCompleted));
        busy.End();
        await Task.WhenAll(reading, asking).WithinDeadline();
    }

    // All of the frame is there. It is read at once, or when other long work has ended.
    private static async Task ReadsAsync(byte[] frame, byte[] expected, bool isAtOnce)
    {
        var budget = new MemoryBudget(96 << 20);
        using var work = new LowPriorityWork(threads: 1);
        using var busy = new BusyWork(work, threads: 1);
        var bodies = new BodyReader(Options.Create(new LimitsOptions()), new BodyBudget(budget), work, TimeProvider.System);
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        using var reader = new WebSocketReader(pipe.Reader, bodies, MaxBytes, mayCompress: true);
        await pipe.Writer.WriteAsync(frame, TestContext.Current.CancellationToken);

        var reading = reader.ReadAsync(CancellationToken.None);

        Assert.Equal(isAtOnce, reading.IsCompleted);
        busy.End();
        using (var message = await reading.WithinDeadline())
        {
            Assert.Equal(expected, message!.Value.Bytes.ToArray());
        }

        Assert.Equal(0, budget.Held);
    }
}
