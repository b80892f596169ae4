using CsCheck;
using LiveFeed.Log;

namespace LiveFeed.Tests.Properties;

/// <summary>
/// Kills at any point, with any part of the write-ahead log, with and without the note of what was given out, on the log's
/// own files or on an older copy. Every acknowledged event is read or told as lost, no loss is told that is none, and no
/// position is given twice.
/// </summary>
public sealed class LossProperties
{
    private static readonly Gen<LossStep[]> Steps = Gen.Select(
        Gen.Frequency(
            (6, Gen.Const(LossAct.Append)),
            (3, Gen.Const(LossAct.Write)),
            (5, Gen.Const(LossAct.Read)),
            (1, Gen.Const(LossAct.Join)),
            (3, Gen.Const(LossAct.Kill)), (1, Gen.Const(LossAct.CutPower)), (1, Gen.Const(LossAct.Stop)),
            (1, Gen.Const(LossAct.Copy)),
            (1, Gen.Const(LossAct.Restore))),
        Gen.Int[0, 9],
        (act, number) => new LossStep(act, number)).Array[1, 25];

    [Theory]
    [InlineData(LogDurability.Async)]
    [InlineData(LogDurability.Commit)]
    internal Task What_was_acknowledged_is_there_or_told_as_lost(LogDurability durability) => Steps.AllMustAsync(
        async steps =>
        {
            await using var run = new LossRun(durability);
            foreach (var step in steps)
            {
                await run.DoAsync(step);
            }

            await run.CheckAsync();
        },
        print: steps => string.Join("; ", steps.Select(step => $"{step.Act} {step.Number}")));
}
