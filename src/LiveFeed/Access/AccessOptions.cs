using System.ComponentModel.DataAnnotations;
using LiveFeed.Access.Authentication;
using LiveFeed.Access.Authorization;

namespace LiveFeed.Access;

/// <summary>Settings under <c>LiveFeed:Access</c>.</summary>
internal sealed class AccessOptions
{
    internal const string Section = "LiveFeed:Access";

    /// <summary>
    /// Not set by default, which is <c>none</c> when there are keys or tokens. Without any it is <c>all</c>, and only
    /// loopback addresses are served.
    /// </summary>
    [EnumDataType(typeof(AnonymousAccess))]
    public AnonymousAccess? Anonymous { get; set; }

    /// <summary>
    /// Several may hold at once, so that a key can be replaced without a moment in which neither does. Default none.
    /// </summary>
    public IList<KeyOptions> Keys { get; } = [];

    public JwtOptions Jwt { get; set; } = new();

    /// <summary>The cookie that holds a token, for a browser's <c>EventSource</c>. Default <c>livefeed_token</c>.</summary>
    [Required, RegularExpression("[A-Za-z0-9_.-]+")]
    public string Cookie { get; set; } = "livefeed_token";

    /// <summary>Whether <c>/metrics</c> needs no credentials. Default false: it needs the right to administer.</summary>
    public bool OpenMetrics { get; set; }

    /// <summary>There is something to check credentials against.</summary>
    internal bool KnowsCredentials => Keys.Count > 0 || Jwt.IsSet;

    /// <summary>Everybody may do everything, and nobody has said so.</summary>
    internal bool IsOpenUnasked => Anonymous is null && !KnowsCredentials;

    internal Rights AnonymousRights => (Anonymous ?? (KnowsCredentials ? AnonymousAccess.None : AnonymousAccess.All)) switch
    {
        AnonymousAccess.All => Rights.Everything,
        AnonymousAccess.Subscribe => Rights.FollowEverything,
        _ => Rights.Nothing,
    };
}
