namespace LiveFeed.Tests.Properties;

/// <summary>What happens to a log, its clients and its files.</summary>
internal enum LossAct
{
    Append,
    Write,
    Read,
    Join,
    Kill,
    CutPower,
    Stop,
    Copy,
    Restore,
}
