namespace LiveFeed.Http.Docs;

/// <summary>Where in the request a parameter is.</summary>
internal enum ParameterPlace
{
    Query,
    Header,

    /// <summary>A segment of the path, and so always required.</summary>
    Path,
}
