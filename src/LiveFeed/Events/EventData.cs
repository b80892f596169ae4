using System.Text;

namespace LiveFeed.Events;

/// <summary>
/// An event's data: one JSON value without insignificant white space, so it holds no raw line end, or plain text as it
/// came. Valid UTF-8 in both cases. Nobody writes to the array again.
/// </summary>
internal readonly record struct EventData(byte[] Utf8, bool IsText)
{
    /// <summary>It is a JSON object.</summary>
    internal bool IsObject => !IsText && Utf8.AsSpan().StartsWith("{"u8);

    internal static EventData Json(byte[] compact) => new(compact, IsText: false);

    internal static EventData Text(byte[] utf8) => new(utf8, IsText: true);

    internal static EventData Text(string text) => new(Encoding.UTF8.GetBytes(text), IsText: true);

    internal bool SameAs(EventData other) => IsText == other.IsText && Utf8.AsSpan().SequenceEqual(other.Utf8);

    public override string ToString() => Encoding.UTF8.GetString(Utf8);
}
