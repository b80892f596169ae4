using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LiveFeed.Access.Authentication;
using LiveFeed.Access.Authorization;
using LiveFeed.Events;
using LiveFeed.Refusals;
using Microsoft.Extensions.Options;

namespace LiveFeed.Access.Tickets;

/// <summary>
/// Gives tickets to callers, and knows the callers of tickets again. A ticket carries all that it needs and a signature, so
/// a million of them take no memory, and a restarted service knows them. What was done with a ticket is known to
/// <see cref="TicketUses"/>. Any thread.
/// </summary>
internal sealed class TicketOffice
{
    /// <summary>A request line of 8 KiB has room for it and for topics.</summary>
    internal const int MaxLength = 4_096;

    private const int BindingBytes = 12;
    private static readonly TicketJson Json = TicketJson.Default;

    private readonly TicketOptions _options;
    private readonly TicketKey _key;
    private readonly ApiKeys _keys;
    private readonly Caller _anonymous;
    private readonly string _tokenRules;
    private readonly TimeProvider _time;

    public TicketOffice(IOptions<AccessOptions> access, IOptions<TicketOptions> options, TicketKey key, TimeProvider time)
    {
        (_options, _key, _time) = (options.Value, key, time);
        _keys = new ApiKeys(access.Value);
        _anonymous = Caller.Without(access.Value.AnonymousRights);
        var (jwt, anonymous) = (access.Value.Jwt, access.Value.Anonymous);
        _tokenRules = string.Join('\n', "token", jwt.SigningKey, jwt.Authority, jwt.Issuer, jwt.Audience, anonymous);
    }

    /// <summary>This process, in this start.</summary>
    internal Guid Process { get; } = Guid.NewGuid();

    /// <summary>Gives a ticket with the caller's rights.</summary>
    internal IssuedTicket Issue(Caller caller)
    {
        var now = _time.GetUtcNow();
        var isToken = caller.Key is null && !caller.IsAnonymous;
        var ticket = new Ticket
        {
            Id = Guid.NewGuid(),
            Process = Process,
            Stamp = _time.GetTimestamp(),
            Issued = now,
            Expires = caller.Expires ?? now + _options.KeyLifetime,
            Binding = BindingOf(caller.Key, isToken),
            Key = caller.Key,
            User = caller.User,
            Follow = isToken ? [.. caller.Rights.Followed.Select(pattern => pattern.Text)] : null,
            Publish = isToken ? [.. caller.Rights.Published.Select(pattern => pattern.Text)] : null,
            Administers = isToken && caller.Rights.Administer,
        };
        var payload = JsonSerializer.SerializeToUtf8Bytes(ticket, Json.Ticket);
        var text = $"{Base64Url.EncodeToString(payload)}.{Base64Url.EncodeToString(_key.Sign(payload))}";
        return text.Length <= MaxLength
            ? new IssuedTicket(text, ticket.Expires, null)
            : new IssuedTicket("", default, TooLong(text.Length));
    }

    /// <summary>The caller with this ticket. A bad or an expired ticket gives a refused caller.</summary>
    internal Caller Identify(string text)
    {
        if (Read(text) is not { } ticket)
        {
            return Caller.Refused(TicketProblems.Unknown);
        }

        if (ticket.Expires <= _time.GetUtcNow())
        {
            return Caller.Refused(TicketProblems.Expired);
        }

        var isToken = ticket.Follow is not null;
        return BindingOf(ticket.Key, isToken) != ticket.Binding ? Caller.Refused(TicketProblems.Withdrawn)
            : isToken ? Caller.With(RightsOf(ticket), ticket.User).By(ticket)
            : (ticket.Key is { } key ? _keys.Named(key)!.Value.Caller : _anonymous).By(ticket);
    }

    internal static Refusal TooLong(int length) => new(
        RefusalKind.Invalid,
        $"A ticket may have at most {MaxLength} characters, because it stands in an address. With the rights of these " +
        $"credentials it has {length}. Use fewer or wider topic patterns.");

    // Nothing of it is believed before the signature.
    private Ticket? Read(string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot < 1 || text.Length > MaxLength || !Base64Url.IsValid(text.AsSpan(0, dot)) ||
            !Base64Url.IsValid(text.AsSpan(dot + 1)))
        {
            return null;
        }

        var payload = Base64Url.DecodeFromChars(text.AsSpan(0, dot));
        var signature = Base64Url.DecodeFromChars(text.AsSpan(dot + 1));
        return CryptographicOperations.FixedTimeEquals(_key.Sign(payload), signature) ? Parse(payload) : null;
    }

    private static Ticket? Parse(ReadOnlySpan<byte> payload)
    {
        try
        {
            return JsonSerializer.Deserialize(payload, Json.Ticket);
        }
        catch (JsonException)
        {
            return null; // of another version of the service
        }
    }

    // The settings are in it only through the signing key. A ticket ends when its key is removed or replaced, or when tokens
    // are checked in another way.
    private string BindingOf(string? key, bool isToken)
    {
        var settings = key is null ? isToken ? _tokenRules : "nobody"
            : _keys.Named(key) is { } known ? $"key\n{Convert.ToHexString(known.Hash)}"
            : "";
        return Base64Url.EncodeToString(_key.Sign(Encoding.UTF8.GetBytes(settings)).AsSpan(0, BindingBytes));
    }

    private static Rights RightsOf(Ticket ticket) => new(
        (ticket.Publish ?? []).Select(TopicPattern.Parse), ticket.Follow!.Select(TopicPattern.Parse), ticket.Administers);
}
