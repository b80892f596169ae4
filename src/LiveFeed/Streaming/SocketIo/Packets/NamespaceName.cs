using System.Text;

namespace LiveFeed.Streaming.SocketIo.Packets;

/// <summary>How namespaces may be named.</summary>
internal static class NamespaceName
{
    internal const int MaxBytes = 256;

    /// <summary>What is wrong with a name; null when nothing is.</summary>
    internal static string? Fault(string name) =>
        !name.StartsWith('/') ? "must begin with '/'"
        : Encoding.UTF8.GetByteCount(name) > MaxBytes ? $"must have at most {MaxBytes} bytes of UTF-8"
        : name.Any(c => c is ',' or '?' || char.IsControl(c)) ? "must have no comma, question mark or control character"
        : null;
}
