namespace LiveFeed.Metrics.Sources;

/// <summary>Something that one task measures again and again, one turn after the other.</summary>
internal interface IMetricSource
{
    /// <summary>
    /// Adds this moment's figures. It may throw for any fault: what it added before stays, and it is asked again in the next
    /// turn. It must be short and synchronous, because the other sources wait.
    /// </summary>
    void Sample(MetricBatch batch);
}
