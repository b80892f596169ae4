using System.Collections.Concurrent;
using System.Collections.Frozen;
using LiveFeed.Streaming.SocketIo.Feed;
using LiveFeed.Streaming.SocketIo.Handlers;
using LiveFeed.Streaming.SocketIo.Recovery;
using Microsoft.Extensions.Options;

namespace LiveFeed.Streaming.SocketIo;

/// <summary>Finds a namespace: <c>/</c>, one of the settings, or one that the application has mapped. Any thread.</summary>
internal sealed class ServedNamespaces(
    MappedNamespaces mapped, IOptions<SocketIoOptions> options, IOptions<RecoveryOptions> recovery)
{
    private readonly FrozenSet<string> _feeds = [.. (IEnumerable<string>)(options.Value.Namespaces ?? []), "/"];
    private readonly FrozenSet<string> _relay = [.. options.Value.Relay ?? []];
    private readonly ConcurrentDictionary<string, ServedNamespace> _served = new(StringComparer.Ordinal);

    /// <returns>Null for a namespace that nobody serves.</returns>
    internal ServedNamespace? Find(string name)
    {
        if (_served.TryGetValue(name, out var known))
        {
            return known;
        }

        var handlers = mapped.Find(name);
        return handlers is null && !_feeds.Contains(name)
            ? null
            : _served.GetOrAdd(name, _ => new ServedNamespace(
                new FeedNamespace(name, _relay, recovery.Value.Enabled, _feeds.Contains(name)), handlers));
    }
}
