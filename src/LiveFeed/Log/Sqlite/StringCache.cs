using System.Text;

namespace LiveFeed.Log.Sqlite;

/// <summary>
/// Reads a column in which successive rows often have the same text: that is made a string only once. Not thread-safe.
/// </summary>
internal sealed class StringCache
{
    private byte[] _utf8 = [];
    private int _length = -1;
    private string _text = "";

    /// <summary>
    /// The row's text in this column; null when it has none. The same text as in the previous row is the same string.
    /// </summary>
    internal string? Of(SqliteRow row, int column)
    {
        if (!row.TryText(column, out var utf8))
        {
            return null;
        }

        if (utf8.Length != _length || !utf8.SequenceEqual(_utf8.AsSpan(0, _length)))
        {
            if (utf8.Length > _utf8.Length)
            {
                _utf8 = new byte[utf8.Length];
            }

            utf8.CopyTo(_utf8);
            _length = utf8.Length;
            _text = Encoding.UTF8.GetString(utf8);
        }

        return _text;
    }
}
