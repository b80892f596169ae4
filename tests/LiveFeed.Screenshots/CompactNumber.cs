namespace LiveFeed.Screenshots;

/// <summary>
/// A figure that moves as real ones do. At the same time it has the same value, so that pictures of two runs look alike.
/// </summary>
/// <param name="Topic">Where it is posted.</param>
/// <param name="Unit">As a metric's; null is a bare number.</param>
/// <param name="Base">About which it moves.</param>
/// <param name="Swing">How far the slow waves lead it, and half as far what shakes it from one second to the next.</param>
/// <param name="Every">Seconds between values.</param>
internal sealed record CompactNumber(string Topic, string? Unit, double Base, double Swing, int Every = 1)
{
    private readonly double _phase = Noise(Seed(Topic), 0) * 100;

    /// <summary>Its value in a second, never below 0 and, of per cent, never above 100.</summary>
    internal double At(long second)
    {
        var waves = (Math.Sin((second / 23.0) + _phase) * 0.45) + (Math.Sin((second / 71.0) + (_phase * 2)) * 0.55);
        var shaken = (Noise(Seed(Topic), second) - 0.5) * 0.5;
        // Now and then something happens.
        var burst = Noise(Seed(Topic), second / 17) > 0.9 ? 0.8 * Math.Sin(second % 17 / 17.0 * Math.PI) : 0;
        var value = Math.Max(0, Base + (Swing * (waves + shaken + burst)));
        return Unit switch
        {
            "%" => Math.Round(Math.Min(100, value), 2),
            "count" when Base >= 100 => Math.Round(value),
            _ => Math.Round(value, 2),
        };
    }

    private static uint Seed(string text) => text.Aggregate(2_166_136_261u, (hash, letter) => (hash ^ letter) * 16_777_619u);

    // From 0 to 1.
    private static double Noise(uint seed, long at)
    {
        var mixed = (seed ^ (uint)at) * 2_654_435_761u;
        mixed = (mixed ^ (mixed >> 15)) * 2_246_822_519u;
        return (mixed ^ (mixed >> 13)) / (double)uint.MaxValue;
    }
}
