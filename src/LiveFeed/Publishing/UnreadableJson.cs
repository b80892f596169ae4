using System.Text.Json;
using LiveFeed.Access.Limits;
using LiveFeed.Refusals;

namespace LiveFeed.Publishing;

/// <summary>Why events cannot be read from JSON: it is malformed, or it has more levels than are accepted.</summary>
internal static class UnreadableJson
{
    /// <summary>It may have more levels than that. Few texts may, so hardly any needs to be read to know.</summary>
    internal static bool MayBeDeeper(ReadOnlySpan<byte> json, int levels) =>
        json.Count((byte)'[') + json.Count((byte)'{') > levels; // each level begins with one of these

    /// <summary>It is well-formed, so depth is the only reason why a reader with the limit does not read it.</summary>
    internal static bool IsOnlyTooDeep(ReadOnlySpan<byte> json, LimitsOptions limits)
    {
        if (!MayBeDeeper(json, EventParser.MaxDepth(limits)))
        {
            return false;
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The refusal of JSON on which a reader with the limit failed.</summary>
    /// <param name="what">What the JSON is, for the begin of a sentence.</param>
    /// <param name="json">All of it.</param>
    /// <param name="limits">How many levels are accepted.</param>
    /// <param name="error">Of the reader.</param>
    internal static Refusal RefusalOf(string what, ReadOnlySpan<byte> json, LimitsOptions limits, JsonException error) =>
        Refusal.At(RefusalKind.Malformed, "", $"{what} {Describe(json, limits, error)}");

    /// <summary>The same, as the rest of a sentence that begins with what the JSON is.</summary>
    internal static string Describe(ReadOnlySpan<byte> json, LimitsOptions limits, JsonException error) =>
        IsOnlyTooDeep(json, limits)
            ? $"has too many levels of JSON: max {EventParser.MaxDepth(limits)}, which is " +
                $"LiveFeed:Limits:JsonDepth ({limits.JsonDepth}) less those around an event's data in the history."
            : $"is not well-formed JSON. {error.Message}";
}
