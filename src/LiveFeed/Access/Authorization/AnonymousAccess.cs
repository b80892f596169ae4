namespace LiveFeed.Access.Authorization;

/// <summary>What is allowed without credentials.</summary>
internal enum AnonymousAccess
{
    None,

    /// <summary>Following and looking.</summary>
    Subscribe,

    /// <summary>Publishing and administering too.</summary>
    All,
}
