using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using LiveFeed.Bench.Linux;
using LiveFeed.Tests.Support;

namespace LiveFeed.Bench.Servers;

/// <summary>A server under test as a process of its own, with a folder of its own; both are gone afterwards.</summary>
internal sealed class ServerProcess : IDisposable
{
    // A service that stops well does so in less than 5 s; one that does not is killed.
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(10);

    // Some ticks of the clock in which Linux counts processor time.
    private static readonly TimeSpan IdleLook = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);
    private const int KeptLines = 20; // for when it fails

    // Guards the next two and the servers that they start and stop: when this process is told to end, another thread stops
    // them.
    private static readonly Lock Lifetimes = new();
    private static readonly List<ServerProcess> Running = [];

    // Kept for as long as the process lives. A signal ends it only when its servers have ended.
    private static readonly PosixSignalRegistration[] Signals =
    [
        .. from signal in (PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP]
           select PosixSignalRegistration.Create(signal, _ => EndAll()),
    ];

    private static bool _isEnding;

    private readonly IReadOnlyList<string> _command;
    private readonly DirectoryInfo _folder;
    private ChildProcess _process;

    private ServerProcess(IReadOnlyList<string> command, DirectoryInfo folder, Target target)
    {
        (_command, _folder, Target) = (command, folder, target);
        lock (Lifetimes)
        {
            Running.Add(this);
            _process = Launch();
        }
    }

    internal Target Target { get; }

    /// <summary>The process to measure: the one started, or the one that does its work.</summary>
    internal int Id { get; private set; }

    internal bool HasExited => _process.HasExited;

    /// <summary>Starts a server and waits until it listens.</summary>
    /// <exception cref="IOException">It ended or does not listen in time.</exception>
    internal static ServerProcess Start(
        IReadOnlyList<string> command, DirectoryInfo folder, Target target, bool measureChild = false)
    {
        var server = new ServerProcess(command, folder, target);
        try
        {
            server.WaitUntilItListens();
        }
        catch (IOException)
        {
            server.Dispose();
            throw;
        }

        server.Id = measureChild ? ProcessFigures.FirstChild(server._process.Id) : server._process.Id;
        return server;
    }

    /// <summary>A program that is in the path.</summary>
    internal static bool IsInstalled(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Asks the process to end, or ends it; does not wait.</summary>
    internal void Signal(int signal) => _ = Libc.Kill(_process.Id, signal);

    /// <summary>Starts the process again, once it has ended; does not wait until it listens.</summary>
    internal void Relaunch()
    {
        lock (Lifetimes)
        {
            _process.Dispose();
            _process = Launch();
            Id = _process.Id;
        }
    }

    /// <summary>Until it uses less than a tenth of a processor, or it has been given time enough.</summary>
    internal void WaitUntilIdle()
    {
        const double Busy = 0.1;
        var start = TimeProvider.System.GetTimestamp();
        var (before, used) = (ProcessFigures.CpuSeconds(Id), double.MaxValue);
        while (used > IdleLook.TotalSeconds * Busy && TimeProvider.System.GetElapsedTime(start) < IdleTime)
        {
            _process.WaitForExit(IdleLook);
            var now = ProcessFigures.CpuSeconds(Id);
            (before, used) = (now, now - before);
        }
    }

    public void Dispose()
    {
        lock (Lifetimes)
        {
            if (Running.Remove(this))
            {
                End();
            }
        }
    }

    private static void EndAll()
    {
        lock (Lifetimes)
        {
            _isEnding = true;
            Running.ForEach(server => server.End());
            Running.Clear();
        }
    }

    private void End()
    {
        if (!_process.HasExited)
        {
            Signal(Libc.SigTerm);
            if (!_process.WaitForExit(StopTime))
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _folder.Delete(recursive: true);
    }

    private ChildProcess Launch()
    {
        if (_isEnding)
        {
            throw new IOException("it is being ended");
        }

        var start = new ProcessStartInfo(_command[0], _command.Skip(1)) { WorkingDirectory = _folder.FullName };
        return new ChildProcess(start, KeptLines);
    }

    private void WaitUntilItListens()
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!IsListening(Target.Port))
        {
            if (_process.WaitForExit(PollInterval) || TimeProvider.System.GetElapsedTime(start) > StartTime)
            {
                throw new IOException($"{string.Join(' ', _command)} does not listen on {Target.Port}:\n{_process.Output}");
            }
        }
    }

    internal static bool IsListening(int port)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
