using LiveFeed.Bench.Linux;
using LiveFeed.Bench.Servers;

namespace LiveFeed.Bench.Load;

/// <summary>
/// Connections of this process with itself. A send costs what a delivery costs the kernel, without a server. One thread.
/// </summary>
internal sealed class LoopbackFan : IDisposable
{
    // More than is ever sent between two looks.
    private const int BufferBytes = 256 << 10;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferBytes, pinned: true);
    private readonly List<int> _readers = [];
    private readonly List<int> _writers = [];

    internal LoopbackFan(int clients)
    {
        var port = ServerProcess.FreePort();
        var listener = TcpSocket.Listen(port, clients);
        for (var i = 0; i < clients; i++)
        {
            _readers.Add(TcpSocket.Dial(port, InternetAddress.Source(i)));
            _writers.Add(Libc.Check(TcpSocket.Accept(listener), "accept")); // loopback: it is connected by now
        }

        _ = Libc.Close(listener);
    }

    internal int Clients => _writers.Count;

    /// <exception cref="IOException">The connection has not taken all of it.</exception>
    internal void Send(int client, ReadOnlySpan<byte> bytes)
    {
        if (TcpSocket.Send(_writers[client], bytes) != bytes.Length)
        {
            throw new IOException("a connection's buffer is full");
        }
    }

    /// <summary>Reads what was sent.</summary>
    internal void Drain()
    {
        foreach (var reader in _readers)
        {
            while (TcpSocket.Read(reader, _buffer) > 0)
            {
            }
        }
    }

    public void Dispose()
    {
        foreach (var socket in _readers.Concat(_writers))
        {
            _ = Libc.Close(socket);
        }
    }
}
