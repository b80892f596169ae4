using System.Text.Json;

namespace LiveFeed.Bench.Report;

/// <summary>Writes result tables to standard output as they are ready, and progress to standard error.</summary>
internal sealed class BenchReport
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly List<ResultTable> _tables = [];
    private readonly List<string> _remarks = [];

    internal void Say(string text)
    {
        _remarks.Add(text);
        Console.WriteLine($"{text}\n");
    }

    internal void Show(ResultTable table)
    {
        _tables.Add(table);
        Console.WriteLine(table);
    }

    /// <summary>Shows what is measured now.</summary>
    internal static void Progress(string text) => Console.Error.WriteLine($"… {text}");

    internal void WriteJson(string file)
    {
        var tables = _tables.Select(table => new
        {
            table.Title,
            Rows = table.Rows.Select(row =>
                table.Columns.Zip(row).ToDictionary(cell => cell.First.Name, cell => cell.Second)),
        });
        File.WriteAllText(file, JsonSerializer.Serialize(new { Remarks = _remarks, Tables = tables }, Indented));
    }
}
