using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace LiveFeed.Tests.Support;

/// <summary>
/// Clients that send the same bytes again and again without a pause, and read all that is answered. A client whose
/// connection is ended opens another.
/// </summary>
internal sealed class EndlessSenders : IDisposable
{
    private const int Times = 1_000; // the bytes are sent together so often

    private readonly CancellationTokenSource _stop = new();
    private readonly Uri _address;
    private readonly byte[] _first;
    private readonly SslApplicationProtocol _protocol;
    private readonly byte[] _again;
    private readonly int[] _answered; // bytes since they were last asked for; by Interlocked

    /// <param name="address">The service, over TLS for <c>https</c>.</param>
    /// <param name="count">How many clients.</param>
    /// <param name="first">What a connection begins with.</param>
    /// <param name="again">What it sends from then on.</param>
    /// <param name="protocol">What is agreed on over TLS.</param>
    internal EndlessSenders(Uri address, int count, byte[] first, byte[] again, SslApplicationProtocol protocol)
    {
        (_address, _first, _protocol) = (address, first, protocol);
        _again = [.. Enumerable.Repeat(again, Times).SelectMany(bytes => bytes)];
        _answered = new int[count];
        for (var i = 0; i < count; i++)
        {
            var client = i;
            new Thread(() => Connect(client)) { IsBackground = true, Name = "endless sender" }.Start();
        }
    }

    /// <summary>Completes when each has been answered from now on.</summary>
    internal Task UntilAllAreAnsweredAsync()
    {
        Array.Clear(_answered);
        return Deadline.UntilAsync(
            () => Enumerable.Range(0, _answered.Length).All(i => Volatile.Read(ref _answered[i]) > 0), "all are answered");
    }

    public void Dispose() => _stop.Cancel();

    private void Connect(int client)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var tcp = new TcpClient(_address.Host, _address.Port);
                using var end = _stop.Token.Register(tcp.Close);
                using var stream = Open(tcp);
                new Thread(() => Receive(client, stream)) { IsBackground = true, Name = "endless receiver" }.Start();
                stream.Write(_first);
                while (true)
                {
                    stream.Write(_again);
                }
            }
            catch (Exception e) when (IsEnd(e))
            {
                // It was ended.
            }
        }
    }

    private Stream Open(TcpClient tcp)
    {
        if (_address.Scheme == Uri.UriSchemeHttp)
        {
            return tcp.GetStream();
        }

        var tls = new SslStream(tcp.GetStream());
        tls.AuthenticateAsClient(new SslClientAuthenticationOptions
        {
            TargetHost = _address.Host,
            ApplicationProtocols = [_protocol],
            RemoteCertificateValidationCallback = TestCertificate.AnyIsFine.RemoteCertificateValidationCallback,
        });
        return tls;
    }

    private void Receive(int client, Stream stream)
    {
        var answers = new byte[64 << 10];
        try
        {
            while (stream.Read(answers) is > 0 and var count)
            {
                Interlocked.Add(ref _answered[client], count);
            }
        }
        catch (Exception e) when (IsEnd(e))
        {
            // It was ended.
        }
    }

    private static bool IsEnd(Exception cause) =>
        cause is IOException or SocketException or ObjectDisposedException or AuthenticationException;
}
