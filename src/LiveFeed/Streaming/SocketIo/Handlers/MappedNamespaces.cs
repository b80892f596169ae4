using System.Collections.Concurrent;

namespace LiveFeed.Streaming.SocketIo.Handlers;

/// <summary>The namespaces that the application has mapped. Any thread.</summary>
internal sealed class MappedNamespaces
{
    private readonly ConcurrentDictionary<string, SocketIoNamespace> _byName = new(StringComparer.Ordinal);

    internal SocketIoNamespace Map(string name) => _byName.GetOrAdd(name, static name => new SocketIoNamespace(name));

    internal SocketIoNamespace? Find(string name) => _byName.GetValueOrDefault(name);
}
