using System.Net.Sockets;
using System.Text;

namespace LiveFeed.Tests.Support;

/// <summary>Requests that no HTTP client would send, byte by byte.</summary>
internal static class RawHttp
{
    /// <summary>Sends a request, or the beginning of one, and reads until the answer holds a text, or ends.</summary>
    internal static Task<string> AskAsync(Uri address, string request, string until) =>
        AskAsync(address, Encoding.UTF8.GetBytes(request), until);

    internal static async Task<string> AskAsync(Uri address, byte[] request, string until)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(address.Host, address.Port);
        await using var stream = tcp.GetStream();
        await stream.WriteAsync(request);
        var answer = new StringBuilder();
        var buffer = new byte[4_096];
        for (var read = -1; read != 0 && !answer.ToString().Contains(until, StringComparison.Ordinal);)
        {
            read = await stream.ReadAsync(buffer).AsTask().WithinDeadline();
            answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        return answer.ToString();
    }
}
