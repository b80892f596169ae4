using System.Net;
using System.Net.Sockets;

namespace LiveFeed.Faults.Hostile;

/// <summary>
/// Connections that ask for something and read nothing of it. Each lives for a while, is reset, and comes again.
/// </summary>
/// <param name="name">As the tally counts it.</param>
/// <param name="port">The service's.</param>
/// <param name="count">Connections at once.</param>
/// <param name="life">How long one of them lives at most; at least half of it.</param>
/// <param name="request">What each sends: complete, cut off, or nothing.</param>
/// <param name="tally">Counts connections.</param>
internal sealed class MuteConnections(
    string name, int port, int count, TimeSpan life, byte[] request, Tally tally) : IAttacker
{
    private const int ReceiveBytes = 4_096; // the kernel takes some kilobytes all the same

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public Task RunAsync(CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(i => Task.Run(() => KeepAsync(new Random(i), stop), stop)));

    private async Task KeepAsync(Random random, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.ReceiveBufferSize = ReceiveBytes;
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port, stop);
                tally.Count(name, "connected");
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
                patience.CancelAfter(life);
                for (var sent = 0; sent < request.Length;)
                {
                    sent += await socket.SendAsync(request.AsMemory(sent), SocketFlags.None, patience.Token);
                }

                await Task.Delay(life * (0.5 + (random.NextDouble() / 2)), TimeProvider.System, stop);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
            }
        }
    }
}
