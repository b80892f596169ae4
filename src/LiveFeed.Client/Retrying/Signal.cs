using System.Threading.Channels;

namespace LiveFeed.Client.Retrying;

/// <summary>Wakes the one task that waits; set before it waits, it wakes at once. Any thread sets it.</summary>
internal sealed class Signal
{
    private readonly Channel<bool> _set = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    internal void Set() => _set.Writer.TryWrite(true);

    internal async ValueTask WaitAsync(CancellationToken cancellationToken) =>
        await _set.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
}
