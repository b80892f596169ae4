namespace LiveFeed.Bench.Load;

/// <summary>Counts the events that one client gets.</summary>
internal sealed class MarkerSink(int client, DeliveryTally tally) : IBodySink
{
    private MarkerScanner _scanner; // mutable

    public void Receive(ReadOnlySpan<byte> body, long now)
    {
        while (_scanner.TryNext(ref body, out var number))
        {
            tally.Receive(client, number, now);
        }
    }
}
