using Xunit.Sdk;
using Xunit.v3;

namespace LiveFeed.Tests.Support;

/// <summary>
/// Starts the slowest classes first. If one of them began last, it would run alone while all but one processor are idle.
/// </summary>
public abstract class LongestFirst(params Type[] longest) : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(
        IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => Place(collection.TestCollectionDisplayName))];

    // A class's collection is named after it.
    private int Place(string collection) =>
        Array.FindIndex(longest, type => collection.Contains(type.FullName!, StringComparison.Ordinal)) is >= 0 and var place
            ? place
            : longest.Length;
}
