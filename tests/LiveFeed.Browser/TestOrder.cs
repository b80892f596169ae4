using LiveFeed.Browser;
using LiveFeed.Tests.Support;

[assembly: TestCollectionOrderer(typeof(TestOrder))]

namespace LiveFeed.Browser;

/// <summary>The order in which classes of tests begin.</summary>
public sealed class TestOrder() : LongestFirst(
    typeof(AccessibilityTests), typeof(ExploreTests), typeof(BoardTests), typeof(GalleryTests));
