namespace LiveFeed.Access.Origins;

/// <summary>Whose page sent a request, as its browser says.</summary>
internal enum FetchSite
{
    /// <summary>Nobody says: no browser, or its user and no page.</summary>
    Unknown,

    /// <summary>The service's own.</summary>
    Own,

    /// <summary>Another one's; also when only the port is another.</summary>
    Other,
}
