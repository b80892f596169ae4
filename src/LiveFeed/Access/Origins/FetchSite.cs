namespace LiveFeed.Access.Origins;

/// <summary>Whose page sent a request, as its browser says.</summary>
internal enum FetchSite
{
    /// <summary>No site is named: no browser, or a request of the browser's user and of no page.</summary>
    Unknown,

    /// <summary>The service's own.</summary>
    Own,

    /// <summary>Another site's page, also when only the port differs.</summary>
    Other,
}
