using System.Globalization;
using System.Net;
using LiveFeed.Faults.Load;

namespace LiveFeed.Faults.Sections;

/// <summary>In a network of its own: two clients, and the packets of one are dropped.</summary>
internal static class HalfOpenClient
{
    internal const string Command = "half-open-client";

    private static readonly IPAddress Lost = IPAddress.Parse("127.0.0.2");

    /// <summary>Writes after how many seconds the service noticed, or what is wrong; returns the exit code.</summary>
    internal static async Task<int> RunAsync()
    {
        try
        {
            var found = await FindAsync();
            Console.Write(found.TotalSeconds.ToString(CultureInfo.InvariantCulture));
            return 0;
        }
        catch (FaultException e)
        {
            Console.Write(e.Message);
            return 1;
        }
    }

    private static async Task<TimeSpan> FindAsync()
    {
        Need("link", "set", "lo", "up");
        using var service = await Service.StartAsync(
            ["--LiveFeed:Delivery:StalledAfter=00:00:02", "--LiveFeed:Delivery:Heartbeat=00:00:01"]);
        using var lost = new RawReader(service.Address, "t");
        using var stays = new RawReader(service.Address, "t");
        await lost.ConnectAsync(from: Lost);
        await stays.ConnectAsync();
        await Wait.UntilAsync(async () => await ConnectedAsync(service) == 2, "both are connected");

        // The rule that finds local addresses comes after those that drop.
        Need("rule", "add", "pref", "10", "lookup", "local");
        Need("rule", "add", "to", Lost.ToString(), "blackhole", "pref", "1");
        Need("rule", "add", "from", Lost.ToString(), "blackhole", "pref", "2");
        Need("rule", "del", "pref", "0");
        var found = await Wait.UntilAsync(async () => await ConnectedAsync(service) == 1, "the one that is lost is found");
        while (!stays.Inbox.IsConnected || await ConnectedAsync(service) != 1)
        {
            if (!await stays.ReadAsync())
            {
                throw new FaultException("the other client lost its stream too");
            }
        }

        return found;
    }

    private static Task<double> ConnectedAsync(Service service) => service.MetricAsync("livefeed_clients_connected{");

    private static void Need(params string[] arguments)
    {
        if (!Tool.Run("ip", arguments))
        {
            throw new FaultException($"ip {string.Join(' ', arguments)} failed");
        }
    }
}
