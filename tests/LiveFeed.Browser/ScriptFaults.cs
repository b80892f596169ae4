using System.Collections.Concurrent;
using System.Reflection;
using LiveFeed.Browser;
using Microsoft.Playwright;
using Xunit.v3;

[assembly: ScriptFaults]

namespace LiveFeed.Browser;

/// <summary>
/// Fails a test when a script of its pages fails. The browser reports a failure on the thread that serves all tests; an
/// exception there would take the browser from every other test.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class ScriptFaults : BeforeAfterTestAttribute
{
    // By test. The browser's thread writes it. Nobody reads the faults after a test's end, when its service has gone.
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<string>> Faults = new();

    internal static void Watch(IPage page)
    {
        var faults = Faults.GetOrAdd(TestContext.Current.Test!.UniqueID, _ => new());
        page.PageError += (_, error) => faults.Enqueue(error);
    }

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (Faults.TryRemove(test.UniqueID, out var faults))
        {
            Assert.True(faults.IsEmpty, $"a script failed: {string.Join('\n', faults)}");
        }
    }
}
