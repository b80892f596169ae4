using System.Security.Cryptography;
using System.Text;
using LiveFeed.Access.Authorization;
using LiveFeed.Events;

namespace LiveFeed.Access.Authentication;

/// <summary>The known keys, by their hashes.</summary>
internal sealed class ApiKeys(AccessOptions options)
{
    private readonly (byte[] Hash, Caller Caller)[] _keys =
    [
        .. options.Keys.Select(key =>
            (Convert.FromHexString(key.Sha256), Caller.WithKey(key.Name, RightsOf(key).And(options.AnonymousRights)))),
    ];

    /// <summary>The key of this name; null when the settings have none.</summary>
    internal (byte[] Hash, Caller Caller)? Named(string name)
    {
        foreach (var key in _keys)
        {
            if (key.Caller.Key == name)
            {
                return key;
            }
        }

        return null;
    }

    /// <summary>Compares with every key, also after a match, so the time reveals nothing about any key.</summary>
    internal Caller? Find(string given)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(given), hash);
        Caller? found = null;
        foreach (var (known, caller) in _keys)
        {
            found = CryptographicOperations.FixedTimeEquals(hash, known) ? caller : found;
        }

        return found;
    }

    private static Rights RightsOf(KeyOptions key) =>
        new(key.Publish.Select(TopicPattern.Parse), key.Subscribe.Select(TopicPattern.Parse), key.Admin);
}
