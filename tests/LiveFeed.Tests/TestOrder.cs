using LiveFeed.Tests;
using LiveFeed.Tests.Faults;
using LiveFeed.Tests.Hosting;
using LiveFeed.Tests.Support;

[assembly: TestCollectionOrderer(typeof(TestOrder))]

namespace LiveFeed.Tests;

/// <summary>The order in which classes of tests begin.</summary>
public sealed class TestOrder() : LongestFirst(typeof(FaultSuiteTests), typeof(KillTests));
