namespace LiveFeed.Access.Origins;

/// <summary>Whose page sent a request, as its browser says.</summary>
internal enum FetchSite
{
    /// <summary>Unknown: the client is no browser, or its user, not a page, sent the request.</summary>
    Unknown,

    /// <summary>The service's own.</summary>
    Own,

    /// <summary>Another site's page, also when only the port differs.</summary>
    Other,
}
