using LiveFeed.Tests;
using LiveFeed.Tests.Faults;
using LiveFeed.Tests.Hosting;
using LiveFeed.Tests.Support;

[assembly: TestCollectionOrderer(typeof(TestOrder))]

namespace LiveFeed.Tests;

/// <summary>The order of the test classes.</summary>
public sealed class TestOrder() : LongestFirst(typeof(FaultSuiteTests), typeof(KillTests));
