using System.IO.Compression;
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
        var budget = new MemoryBudget(96 << 20);
        using var work = new LowPriorityWork(threads: 1);
        using var busy = new BusyWork(work, threads: 1);
        var bodies = new BodyReader(Options.Create(new LimitsOptions()), new BodyBudget(budget), work, TimeProvider.System);
        var text = Enumerable.Repeat((byte)'a', bytes).ToArray();
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        using var reader = new WebSocketReader(pipe.Reader, bodies, MaxBytes, mayCompress: true);
        var frame = isCompressed
            ? RawSocket.Frame(RawSocket.Text, Deflate(text), reserved: 0x40)
            : RawSocket.Frame(RawSocket.Text, text);
        await pipe.Writer.WriteAsync(frame, TestContext.Current.CancellationToken);

        var reading = reader.ReadAsync(CancellationToken.None);

        Assert.Equal(isReadAtOnce, reading.IsCompleted);
        busy.End();
        using (var message = await reading.WithinDeadline())
        {
            Assert.Equal(text, message!.Value.Bytes.ToArray());
        }

        Assert.Equal(0, budget.Held);
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

    [Fact]
    public async Task Events_of_a_long_message_are_made_among_long_work_and_those_of_a_short_one_are_not()
    {
        var time = new PlaceOfTime();
        await using var server = new LiveFeedServer(services => services.AddSingleton<TimeProvider>(time));
        await using var socket = await JsonSocket.OpenAsync(server);
        await using var peer = await SocketIoPeer.ConnectAsync(server);

        Assert.Equal((0, 0), (await AskedBySocketAsync(1), await AskedByPeerAsync(1)));
        Assert.NotEqual(0, await AskedBySocketAsync(100_000));
        Assert.NotEqual(0, await AskedByPeerAsync(100_000));

        async Task<int> AskedBySocketAsync(int bytes)
        {
            var before = time.AskedInLongWork;
            await socket.SendAsync($$"""{"type":"publish","id":1,"topic":"a","data":"{{new string('a', bytes)}}"}""");
            await socket.ReadAsync("ack");
            return time.AskedInLongWork - before;
        }

        async Task<int> AskedByPeerAsync(int bytes)
        {
            var before = time.AskedInLongWork;
            await peer.DoAsync($$"""["publish",{"topic":"a","data":"{{new string('a', bytes)}}"}]""");
            return time.AskedInLongWork - before;
        }
    }

    private static byte[] Deflate(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using var deflater = new DeflateStream(compressed, CompressionLevel.Optimal);
        deflater.Write(bytes);
        deflater.Flush();
        return compressed.ToArray()[..^4];
    }

    // Keeps all threads of long work busy until it is ended.
    private sealed class BusyWork : IDisposable
    {
        private readonly ManualResetEventSlim _end = new();
        private readonly Task[] _tasks;

        internal BusyWork(LowPriorityWork work, int threads) => _tasks =
        [
            .. Enumerable.Range(0, threads).Select(_ => work.RunAsync(
                () =>
                {
                    _end.Wait();
                    return Task.CompletedTask;
                },
                CancellationToken.None)),
        ];

        internal void End() => _end.Set();

        public void Dispose()
        {
            End();
            Task.WaitAll(_tasks);
            _end.Dispose();
        }
    }

    // Each event has the time at which it was made.
    private sealed class PlaceOfTime : TimeProvider
    {
        private int _asked; // by Interlocked

        internal int AskedInLongWork => Volatile.Read(ref _asked);

        public override DateTimeOffset GetUtcNow()
        {
            Interlocked.Add(ref _asked, LowPriorityWork.IsHere ? 1 : 0);
            return System.GetUtcNow();
        }
    }
}
