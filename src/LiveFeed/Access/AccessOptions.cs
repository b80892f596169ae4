using System.ComponentModel.DataAnnotations;
using LiveFeed.Access.Authentication;
using LiveFeed.Access.Authorization;

namespace LiveFeed.Access;

/// <summary>Settings under <c>LiveFeed:Access</c>.</summary>
internal sealed class AccessOptions
{
    internal const string Section = "LiveFeed:Access";

    /// <summary>
    /// Rights without credentials. Default: <c>none</c> when the settings have keys or tokens; otherwise <c>all</c>, and
    /// only for loopback addresses.
    /// </summary>
    public AnonymousAccess? Anonymous { get; set; }

    /// <summary>
    /// API keys. Several are valid at once, so a key can be replaced without an interruption. Default none.
    /// </summary>
    public IList<KeyOptions> Keys { get; } = [];

    public JwtOptions Jwt { get; set; } = new();

    /// <summary>The cookie that holds a token, for a browser's <c>EventSource</c>. Default <c>livefeed_token</c>.</summary>
    [Required, RegularExpression("[A-Za-z0-9_.-]+")]
    public string Cookie { get; set; } = "livefeed_token";

    /// <summary>Whether <c>/metrics</c> needs no credentials. Default false: it needs the right to administer.</summary>
    public bool OpenMetrics { get; set; }

    /// <summary>The settings have keys or tokens.</summary>
    internal bool KnowsCredentials => Keys.Count > 0 || Jwt.IsSet;

    /// <summary>Everybody may do everything, and no setting says so.</summary>
    internal bool IsOpenUnasked => Anonymous is null && !KnowsCredentials;

    internal Rights AnonymousRights => (Anonymous ?? (KnowsCredentials ? AnonymousAccess.None : AnonymousAccess.All)) switch
    {
        AnonymousAccess.All => Rights.Everything,
        AnonymousAccess.Subscribe => Rights.FollowEverything,
        _ => Rights.Nothing,
    };
}
