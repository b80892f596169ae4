using System.Text;

namespace LiveFeed.Bench.Report;

/// <summary>Results side by side, as Markdown that reads well in a terminal too.</summary>
/// <param name="Title">What was measured.</param>
/// <param name="Columns">The first names the row.</param>
internal sealed record ResultTable(string Title, IReadOnlyList<Column> Columns)
{
    private readonly List<object?[]> _rows = [];

    internal IReadOnlyList<object?[]> Rows => _rows;

    /// <summary>The newest row in words, to watch the run.</summary>
    internal string LastRow =>
        string.Join(", ", _rows[^1].Select((cell, i) => $"{Columns[i].Name} {Columns[i].Write(cell)}"));

    internal void Add(params object?[] cells) => _rows.Add(cells);

    public override string ToString()
    {
        var cells = _rows.Select(row => row.Select((cell, i) => Columns[i].Write(cell)).ToArray()).ToList();
        var widths = Columns.Select((column, i) =>
            cells.Select(row => row[i].Length).Append(column.Name.Length).Max()).ToArray();
        var text = new StringBuilder().AppendLine($"### {Title}").AppendLine();
        AppendRow([.. Columns.Select(column => column.Name)]);
        AppendRow([.. widths.Select((width, i) => i == 0 ? new string('-', width) : new string('-', width - 1) + ":")]);
        cells.ForEach(AppendRow);
        return text.ToString();

        void AppendRow(string[] row)
        {
            var padded = row.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]));
            text.AppendLine($"| {string.Join(" | ", padded)} |");
        }
    }
}
