using System.Globalization;
using LiveFeed.Bench;
using LiveFeed.Bench.Linux;
using LiveFeed.Bench.Load;
using LiveFeed.Bench.Micro;
using LiveFeed.Bench.Servers;
using LiveFeed.Tests.Support;

try
{
    switch (args.FirstOrDefault())
    {
        case "floor":
            Floor.Run(int.Parse(args[1], CultureInfo.InvariantCulture));
            return 0;
        case "micro":
            MicroBenchmarks.Run();
            return 0;
        case "past-day":
            await PastLog.WriteAsync(args[1], PastDay.Batches());
            return 0;
        default:
            var options = BenchOptions.Parse(args);
            new BenchRun(options, options.Cores ?? Cores.PinSelf(args)).Run();
            return 0;
    }
}
catch (ArgumentException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
catch (IOException e)
{
    Console.Error.WriteLine($"The benchmark cannot go on: {e.Message}");
    return 1;
}
