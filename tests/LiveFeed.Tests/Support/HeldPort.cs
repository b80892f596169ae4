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

    /// <param name="number">0: any that is free.</param>
    /// <exception cref="SocketException">Somebody has it.</exception>
    internal HeldPort(int number = 0)
    {
        _holder.Bind(new IPEndPoint(IPAddress.Loopback, number));
        Number = ((IPEndPoint)_holder.LocalEndPoint!).Port;
        if (!OperatingSystem.IsLinux())
        {
            Dispose(); // elsewhere two cannot bind it, so it can only be hoped for
        }
    }

    internal int Number { get; }

    /// <summary>Ports whose numbers follow each other.</summary>
    internal static IReadOnlyList<HeldPort> InARow(int count)
    {
        while (true)
        {
            var held = new List<HeldPort> { new() };
            try
            {
                while (held.Count < count)
                {
                    held.Add(new HeldPort(held[0].Number + held.Count));
                }

                return held;
            }
            catch (Exception e) when (e is SocketException or ArgumentOutOfRangeException)
            {
                held.ForEach(port => port.Dispose());
            }
        }
    }

    public void Dispose() => _holder.Dispose();
}
