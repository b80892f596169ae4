using CsCheck;
using LiveFeed.Hosting.Listening;
using LiveFeed.Telemetry;
using LiveFeed.Tests.Hosting.Listening;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Properties;

public sealed class ConnectionSlotsProperties
{
    private const int Connects = 0;
    private const int Asks = 1;
    private const int IsAnswered = 2;
    private const int Closes = 3;
    private const int TimePasses = 4;

    // Each step: what happens, to which of those there.
    private static readonly Gen<(int Places, (int Kind, int Who)[] Steps)> Runs =
        Gen.Select(
            Gen.Int[1, 40],
            Gen.Select(
                Gen.Frequency((3, Gen.Const(Connects)), (4, Gen.Int[Asks, TimePasses])), Gen.Int[0, 100]).Array[1, 120]);

    [Fact]
    public void No_more_connections_are_open_than_there_are_places_and_none_with_a_request_is_ended() =>
        Runs.AllMust(
            run =>
            {
                var time = new FakeTimeProvider();
                using var metrics = new LiveFeedMetrics(new Meters());
                var places = new ConnectionSlots(run.Places, time, metrics, new RecordingLogger<ConnectionSlots>());
                var there = new List<(IdleClient Client, int Requests)>();
                foreach (var (kind, who) in run.Steps)
                {
                    Step(places, time, there, kind, who);
                    Assert.Equal(there.Count, places.Open);
                    Assert.InRange(places.Open, 0, run.Places);
                    Assert.All(there, one => Assert.False(one.Client.IsEnded && one.Requests > 0));
                }
            },
            share: 5);

    private static void Step(
        ConnectionSlots places, FakeTimeProvider time, List<(IdleClient Client, int Requests)> there, int kind, int who)
    {
        var index = there.Count == 0 ? -1 : who % there.Count;
        var (client, requests) = index < 0 ? (null, 0) : there[index];
        if (kind == Connects)
        {
            Enter(places, time, there);
        }
        else if (kind == TimePasses)
        {
            time.Advance(ConnectionSlots.FirstRequestGrace / 3);
        }
        else if (kind == Asks && client is not null && Placed(client).TryBegin())
        {
            there[index] = (client, requests + 1);
        }
        else if (kind == IsAnswered && client is not null && requests > 0)
        {
            Placed(client).EndRequest();
            there[index] = (client, requests - 1);
        }
        else if (kind == Closes && client is not null)
        {
            there.RemoveAt(index);
            Placed(client).DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    // The server closes ended connections. A connection that waits for that, or for time to pass, gets its place.
    private static void Enter(ConnectionSlots places, FakeTimeProvider time, List<(IdleClient Client, int Requests)> there)
    {
        var client = new IdleClient();
        var hadIdle = there.Exists(one => one.Requests == 0);
        var entering = places.EnterAsync(client).AsTask();
        SpinWait.SpinUntil(
            () =>
            {
                Close(there);
                if (!entering.IsCompleted)
                {
                    time.Advance(ConnectionSlots.LeastLife);
                }

                return entering.IsCompleted;
            },
            Deadline.Time);
        Close(there);
        var placed = entering.WithinDeadline().GetAwaiter().GetResult();
        Assert.True(placed is not null || !hadIdle, "who comes is turned away although another one asks for nothing");
        if (placed is not null)
        {
            there.Add((client, 0));
        }
    }

    private static void Close(List<(IdleClient Client, int Requests)> there)
    {
        foreach (var ended in there.Where(one => one.Client.IsEnded).ToList())
        {
            there.Remove(ended);
            Placed(ended.Client).DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static SlotConnection Placed(IdleClient client) => client.Features.Get<SlotConnection>()!;
}
