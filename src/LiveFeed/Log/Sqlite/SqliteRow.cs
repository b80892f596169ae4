using System.Runtime.InteropServices;
using System.Text;

namespace LiveFeed.Log.Sqlite;

/// <summary>
/// Columns of a prepared statement's current row, each by one call into SQLite. Valid after a step that gave a row, while
/// the statement's owner keeps it. A span shows SQLite's own memory, and only until the next step.
/// <para>
/// SQLitePCL's own calls count references to the statement at each column. With them, a page of a thousand events takes
/// 1.27 ms of processor time instead of 0.84 (<c>HistoryBenchmarks</c>).
/// </para>
/// </summary>
/// <param name="Statement">A <c>sqlite3_stmt*</c>.</param>
internal readonly partial record struct SqliteRow(nint Statement)
{
    private const int Null = 5; // SQLITE_NULL

    internal long Int64(int column) => ColumnInt64(Statement, column);

    internal bool IsNull(int column) => ColumnType(Statement, column) == Null;

    /// <summary>A text's UTF-8; false where the column is null.</summary>
    internal unsafe bool TryText(int column, out ReadOnlySpan<byte> utf8)
    {
        // Ask for the length after the text: asking for the text converts a value of another type.
        var text = ColumnText(Statement, column);
        utf8 = text == null ? default : new ReadOnlySpan<byte>(text, ColumnBytes(Statement, column));
        return text != null;
    }

    internal string? Text(int column) => TryText(column, out var utf8) ? Encoding.UTF8.GetString(utf8) : null;

    /// <summary>Empty where the column is null.</summary>
    internal unsafe ReadOnlySpan<byte> Blob(int column)
    {
        var blob = ColumnBlob(Statement, column);
        return blob == null ? default : new ReadOnlySpan<byte>(blob, ColumnBytes(Statement, column));
    }

    // They return what the step has read: some ten nanoseconds, no disk, no wait. So the collector can wait for them.
    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_column_int64"), SuppressGCTransition]
    private static partial long ColumnInt64(nint statement, int column);

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_column_type"), SuppressGCTransition]
    private static partial int ColumnType(nint statement, int column);

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_column_bytes"), SuppressGCTransition]
    private static partial int ColumnBytes(nint statement, int column);

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_column_text"), SuppressGCTransition]
    private static unsafe partial byte* ColumnText(nint statement, int column);

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_column_blob"), SuppressGCTransition]
    private static unsafe partial byte* ColumnBlob(nint statement, int column);
}
