namespace LiveFeed.Tests.Properties;

/// <summary>One of the things that happen, and a number from 0 to 9: for which client, how many or how much.</summary>
internal readonly record struct LossStep(LossAct Act, int Number);
