using CsCheck;
using LiveFeed.Clients;

namespace LiveFeed.Tests.Properties.Rooms;

/// <summary>
/// Joins, leaves, cut connections, returns, a full disk and kills in any order and at any moment of each other: every user's
/// history is a join, a leave, a join and so on, and nobody who is gone is left behind.
/// </summary>
public sealed class RoomProperties
{
    private static readonly Gen<int> Slot = Gen.Int[0, RoomRun.Slots - 1];

    private static readonly Gen<(string Text, Action<RoomRun> Run)> Step = Gen.Frequency(
        (5, Gen.Select(Slot, Gen.Int[0, RoomRun.Users - 1]).Select(((int Slot, int User) one) => As(
            $"{one.Slot} joins as {one.User}", run => run.Join(one.Slot, one.User)))),
        (3, Slot.Select(slot => As($"{slot} leaves", run => run.Leave(slot)))),
        (3, Slot.Select(slot => As($"{slot} is cut", run => run.Cut(slot, DisconnectReason.Gone)))),
        (1, Slot.Select(slot => As($"{slot} is kicked", run => run.Cut(slot, DisconnectReason.Kicked)))),
        (3, Gen.Int[1, 6].Select(seconds => As($"{seconds} s pass", run => run.Pass(TimeSpan.FromSeconds(seconds))))),
        (4, Gen.Int[1, 4].Select(steps => As($"{steps} steps", run => run.Step(steps)))),
        (1, Gen.Bool.Select(isFull => As(isFull ? "the disk is full" : "the disk has room", run => run.Fill(isFull)))),
        (1, Gen.Const(As("kill", run => run.Kill()))));

    [Fact]
    public void Every_member_joins_and_leaves_in_turn_and_nobody_is_a_ghost() =>
        Gen.Select(Gen.Int[0, int.MaxValue], Step.Array[1, 30]).AllMust(
            input =>
            {
                using var run = new RoomRun(input.Item1);
                foreach (var step in input.Item2)
                {
                    step.Run(run);
                }

                run.Check();
                run.CutAll();
            },
            share: 10,
            input => $"{input.Item1}: {string.Join("; ", input.Item2.Select(step => step.Text))}");

    private static (string Text, Action<RoomRun> Run) As(string text, Action<RoomRun> run) => (text, run);
}
