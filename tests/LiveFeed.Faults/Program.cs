using LiveFeed.Faults;
using LiveFeed.Faults.Hostile;
using LiveFeed.Faults.Sections;

try
{
    return args switch
    {
        [HalfOpenClient.Command] => await HalfOpenClient.RunAsync(),
        [HostileLoad.Command, _, _] => await HostileLoad.RunAsync(args),
        _ => await new FaultRun(FaultOptions.Parse(args)).RunAsync() ? 0 : 1,
    };
}
catch (ArgumentException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
