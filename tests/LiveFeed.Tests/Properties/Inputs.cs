using CsCheck;

namespace LiveFeed.Tests.Properties;

/// <summary>
/// Runs properties. Each has its share of inputs, in multiples of CsCheck's own count: 100, or what <c>CsCheck_Iter</c> says
/// (as <c>make fuzz</c> does). A failure is shrunk and printed with its seed; <c>CsCheck_Seed</c> repeats it.
/// </summary>
internal static class Inputs
{
    /// <param name="inputs">What to draw from.</param>
    /// <param name="property">Throws when it does not hold.</param>
    /// <param name="share">The more, the less an input costs.</param>
    /// <param name="print">An input as it is to be read in a failure; left out, as CsCheck does it.</param>
    internal static void AllMust<T>(this Gen<T> inputs, Action<T> property, int share = 1, Func<T, string>? print = null) =>
        inputs.Sample(property, Tell, iter: Check.Iter * share, print: print);

    internal static void AllMust<T1, T2>(this Gen<(T1, T2)> inputs, Action<T1, T2> property, int share = 1) =>
        inputs.AllMust(pair => property(pair.Item1, pair.Item2), share);

    /// <summary>The same for asynchronous properties. One input at a time, as they share a server.</summary>
    internal static Task AllMustAsync<T>(
        this Gen<T> inputs, Func<T, Task> property, int share = 1, Func<T, string>? print = null) =>
        inputs.SampleAsync(property, Tell, iter: Check.Iter * share, threads: 1, print: print);

    // "Passed 2,000 iterations."
    private static void Tell(string summary) =>
        TestContext.Current.TestOutputHelper?.WriteLine($"{TestContext.Current.Test?.TestDisplayName}: {summary}");
}
