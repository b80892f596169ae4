using System.Net.Sockets;
using System.Text;

namespace LiveFeed.Faults.Load;

/// <summary>One request as bytes, on a connection of its own, that may be the beginning of one.</summary>
internal static class RawPost
{
    private static readonly TimeSpan BetweenBytes = TimeSpan.FromMilliseconds(500);

    /// <summary>Sends it and returns the whole answer until the connection ends.</summary>
    /// <param name="address">The service.</param>
    /// <param name="request">The bytes.</param>
    /// <param name="trickle">What is sent after them, a piece now and then, for as long as there is no answer.</param>
    internal static async Task<string> AskAsync(Uri address, byte[] request, byte[]? trickle = null)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(address.Host, address.Port);
        using var ended = new CancellationTokenSource();
        var sending = SendAsync(tcp.GetStream(), request, trickle, ended.Token);
        var answer = await ReadAsync(tcp.GetStream());
        await ended.CancelAsync();
        await sending;
        return answer;
    }

    private static async Task SendAsync(NetworkStream stream, byte[] request, byte[]? trickle, CancellationToken ended)
    {
        try
        {
            await stream.WriteAsync(request, ended);
            while (trickle is not null)
            {
                await Task.Delay(BetweenBytes, TimeProvider.System, ended);
                await stream.WriteAsync(trickle, ended);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // It was answered before its end.
        }
    }

    private static async Task<string> ReadAsync(NetworkStream stream)
    {
        var answer = new StringBuilder();
        var buffer = new byte[4_096];
        try
        {
            for (var read = -1; read != 0;)
            {
                read = await stream.ReadAsync(buffer).AsTask().WaitAsync(Wait.Limit, TimeProvider.System);
                answer.Append(Encoding.ASCII.GetString(buffer, 0, read));
            }
        }
        catch (IOException)
        {
            // Cut off after what it has got.
        }

        return answer.ToString();
    }
}
