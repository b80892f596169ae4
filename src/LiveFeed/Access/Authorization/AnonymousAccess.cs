namespace LiveFeed.Access.Authorization;

/// <summary>What needs no credentials.</summary>
internal enum AnonymousAccess
{
    None,

    /// <summary>Following and looking.</summary>
    Subscribe,

    /// <summary>Publishing and administering too.</summary>
    All,
}
