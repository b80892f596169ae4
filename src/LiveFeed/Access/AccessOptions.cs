using System.ComponentModel.DataAnnotations;

namespace LiveFeed.Access;

/// <summary>Settings under <c>LiveFeed:Access</c>.</summary>
internal sealed class AccessOptions
{
    internal const string Section = "LiveFeed:Access";

    /// <summary>Default <c>all</c>, which is why the service listens on loopback addresses only.</summary>
    [EnumDataType(typeof(AnonymousAccess))]
    public AnonymousAccess Anonymous { get; set; } = AnonymousAccess.All;
}
