using LiveFeed.Faults;

try
{
    return await new FaultRun(FaultOptions.Parse(args)).RunAsync() ? 0 : 1;
}
catch (ArgumentException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
