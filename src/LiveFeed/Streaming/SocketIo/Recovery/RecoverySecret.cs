using System.Security.Cryptography;
using System.Text;
using LiveFeed.Events;

namespace LiveFeed.Streaming.SocketIo.Recovery;

/// <summary>
/// The <c>pid</c> of a client: who knows it takes the client's place. The service keeps none. In its log stands only a hash,
/// by which the state is found, and the state itself, sealed with a key that only the <c>pid</c> gives.
/// </summary>
internal sealed class RecoverySecret
{
    private const int Bytes = 24;
    private const int KeyBytes = 32;
    private const int NonceBytes = 12; // AES-GCM, like the next
    private const int TagBytes = 16;
    private const int MaxLength = 64;

    private readonly byte[] _key;

    private RecoverySecret(string text)
    {
        Text = text;
        var secret = Encoding.UTF8.GetBytes(text);
        Name = Convert.ToHexStringLower(Derive(secret, "livefeed socket.io name"u8)[..16]);
        _key = Derive(secret, "livefeed socket.io state"u8);
    }

    /// <summary>As the client has it. Never log it.</summary>
    internal string Text { get; }

    /// <summary>Finds the state, and tells nothing of the secret.</summary>
    internal string Name { get; }

    /// <summary>The topic of the state: one of 256, so that a search reads few states of others.</summary>
    internal TopicName Topic => TopicName.Parse($"system/socketio/{Name[..2]}");

    internal static RecoverySecret New() =>
        new(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes)).Replace('+', '-').Replace('/', '_'));

    /// <summary>The secret that a client says; null when it can be none.</summary>
    internal static RecoverySecret? Of(string text) => text.Length is 0 or > MaxLength ? null : new RecoverySecret(text);

    internal byte[] Seal(ReadOnlySpan<byte> state)
    {
        var sealedState = new byte[NonceBytes + state.Length + TagBytes];
        var nonce = sealedState.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagBytes);
        aes.Encrypt(nonce, state, sealedState.AsSpan(NonceBytes, state.Length), sealedState.AsSpan(^TagBytes..));
        return sealedState;
    }

    /// <returns>Null when it was sealed with another secret, or changed.</returns>
    internal byte[]? Open(ReadOnlySpan<byte> sealedState)
    {
        if (sealedState.Length < NonceBytes + TagBytes)
        {
            return null;
        }

        var state = new byte[sealedState.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(_key, TagBytes);
        try
        {
            aes.Decrypt(sealedState[..NonceBytes], sealedState[NonceBytes..^TagBytes], sealedState[^TagBytes..], state);
            return state;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] Derive(byte[] secret, ReadOnlySpan<byte> use) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, KeyBytes, salt: null, info: use.ToArray());
}
