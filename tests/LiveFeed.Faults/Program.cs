using LiveFeed.Faults;
using LiveFeed.Faults.Sections;

try
{
    return args is [HalfOpenClient.Command]
        ? await HalfOpenClient.RunAsync()
        : await new FaultRun(FaultOptions.Parse(args)).RunAsync() ? 0 : 1;
}
catch (ArgumentException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
