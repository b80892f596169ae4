namespace LiveFeed.Reading;

/// <summary>A query must end before its answer is complete.</summary>
internal sealed class QueryRefusedException(QueryRefusal refusal) : Exception(refusal.Detail)
{
    internal QueryRefusal Refusal { get; } = refusal;
}
