namespace LiveFeed.Simulation.Model;

/// <summary>Numbers that are the same on every machine and in every version of .NET (SplitMix64).</summary>
internal sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    internal ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>The numbers 0 to count - 1 in a random order.</summary>
    internal int[] Order(int count)
    {
        var order = new int[count];
        for (var i = 0; i < count; i++)
        {
            var j = (int)(Next() % (ulong)(i + 1));
            (order[i], order[j]) = (order[j], i);
        }

        return order;
    }
}
