namespace LiveFeed.Faults.Load;

/// <summary>Many clients that read nothing, or only slowly, of the flood and of what others publish meanwhile.</summary>
internal sealed class SlowReaders(Service service, int count) : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly RawReader[] _readers =
        [.. Enumerable.Range(0, count).Select(_ => new RawReader(service.Address, Flood.Topic, Bystanders.Topic))];

    internal IReadOnlyList<Inbox> Inboxes => [.. _readers.Select(reader => reader.Inbox)];

    internal Task ConnectAsync() => Task.WhenAll(_readers.Select(reader => reader.JoinAsync()));

    /// <summary>Reads a number of bytes every second, each client at another moment of it.</summary>
    internal Task ReadAsync(int bytes, TimeSpan time) => Task.WhenAll(_readers.Select(async (reader, i) =>
    {
        await Wait.ForAsync(Second * i / count);
        for (var passed = TimeSpan.Zero; passed < time; passed += Second)
        {
            FaultException.Unless(await reader.ReadAsync(bytes), "a client that is only slow was cut off");
            await Wait.ForAsync(Second);
        }
    }));

    /// <summary>Reads as fast as it comes, up to an event of the flood.</summary>
    internal Task CatchUpAsync(int number) => Task.WhenAll(_readers.Select(reader => CatchUpAsync(reader, number)));

    /// <summary>Some find that their streams were ended, come back, and read up to an event of the flood.</summary>
    internal Task ReturnAsync(int some, int number) => Task.WhenAll(_readers.Take(some).Select(async reader =>
    {
        while (await reader.ReadAsync())
        {
        }

        await reader.ConnectAsync();
        await CatchUpAsync(reader, number);
    }));

    public void Dispose() => Array.ForEach(_readers, reader => reader.Dispose());

    private static async Task CatchUpAsync(RawReader reader, int number)
    {
        reader.Hurry();
        while (reader.Inbox.Events is not [.., var last] || last.Number < number)
        {
            FaultException.Unless(await reader.ReadAsync(), $"a stream ended after {reader.Inbox.Events.Count} events");
        }
    }
}
