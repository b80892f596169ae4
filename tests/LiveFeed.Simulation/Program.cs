using LiveFeed.Simulation;
using LiveFeed.Simulation.Model;

// The tables of docs/scaling.md. The same seed gives the same figures.
Console.Write(Report.Of(new Scenario()));
