namespace LiveFeed.Simulation.Model;

internal static class Units
{
    /// <summary>Of bytes a second.</summary>
    internal static double Gigabits(double bytes) => bytes * 8 / 1e9;
}
