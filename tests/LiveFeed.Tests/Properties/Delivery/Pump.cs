namespace LiveFeed.Tests.Properties.Delivery;

/// <summary>
/// One thread that runs whatever can go on, in an order drawn from a seed. So the hub's loops, the publishers and the
/// clients meet in every possible way, and in the same way for the same seed.
/// </summary>
internal sealed class Pump(int seed) : SynchronizationContext
{
    private readonly Random _order = new(seed);
    private readonly List<(SendOrPostCallback Callback, object? State)> _ready = [];

    public override void Post(SendOrPostCallback d, object? state) => _ready.Add((d, state));

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException();

    /// <summary>Runs this many steps, or until nothing can go on.</summary>
    internal void Run(int most = int.MaxValue)
    {
        for (; most > 0 && _ready.Count > 0; most--)
        {
            var next = _order.Next(_ready.Count);
            var (callback, state) = _ready[next];
            _ready.RemoveAt(next);
            callback(state);
        }
    }
}
