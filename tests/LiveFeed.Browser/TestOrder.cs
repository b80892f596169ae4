using LiveFeed.Browser;
using LiveFeed.Tests.Support;

[assembly: TestCollectionOrderer(typeof(TestOrder))]

namespace LiveFeed.Browser;

/// <summary>The order of the test classes.</summary>
public sealed class TestOrder() : LongestFirst(
    typeof(AccessibilityTests), typeof(ExploreTests), typeof(BoardTests), typeof(GalleryTests));
