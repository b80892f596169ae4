using System.Net;
using System.Net.Sockets;

namespace LiveFeed.Tests.Support;

/// <summary>
/// A port of the loop-back address for a process that a test starts, again after each restart, and for nobody else
/// meanwhile. Both bind it with <c>SO_REUSEADDR</c>, as .NET does on Unix. Linux allows that as long as only one of them
/// listens, and chooses a bound port neither for port 0 nor for an outgoing connection.
/// </summary>
internal sealed class HeldPort : IDisposable
{
    private readonly Socket _holder = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    internal HeldPort()
    {
        _holder.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Number = ((IPEndPoint)_holder.LocalEndPoint!).Port;
        if (!OperatingSystem.IsLinux())
        {
            Dispose(); // elsewhere two cannot bind it, so it can only be hoped for
        }
    }

    internal int Number { get; }

    public void Dispose() => _holder.Dispose();
}
