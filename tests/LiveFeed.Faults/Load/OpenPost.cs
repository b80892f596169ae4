using System.Net.Sockets;
using System.Text;

namespace LiveFeed.Faults.Load;

/// <summary>A producer that keeps its NDJSON request open after one event.</summary>
internal sealed class OpenPost : IDisposable
{
    private readonly TcpClient _tcp = new();

    internal static async Task<OpenPost> StartAsync(Uri address)
    {
        const string Line = "{\"topic\":\"lines\",\"data\":1}\n";
        var post = new OpenPost();
        await post._tcp.ConnectAsync(address.Host, address.Port);
        await post._tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            "POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n" +
            "Transfer-Encoding: chunked\r\n\r\n" +
            $"{Line.Length:x}\r\n{Line}\r\n"));
        return post;
    }

    /// <summary>All that it is answered until the connection ends.</summary>
    internal async Task<string> ReadAnswerAsync()
    {
        var answer = new StringBuilder();
        var buffer = new byte[4_096];
        try
        {
            for (var read = -1; read != 0;)
            {
                read = await _tcp.GetStream().ReadAsync(buffer).AsTask().WaitAsync(Wait.Limit, TimeProvider.System);
                answer.Append(Encoding.ASCII.GetString(buffer, 0, read));
            }
        }
        catch (IOException)
        {
            // Cut off after what it has got.
        }

        return answer.ToString();
    }

    public void Dispose() => _tcp.Dispose();
}
