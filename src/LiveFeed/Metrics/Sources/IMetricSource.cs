namespace LiveFeed.Metrics.Sources;

/// <summary>Something that can be measured again and again: by one task, one turn after the other.</summary>
internal interface IMetricSource
{
    /// <summary>
    /// Adds this moment's figures. It may throw, whatever is wrong: what it added before stays, and it is asked again in the
    /// next turn. Short and synchronous, for the other sources wait.
    /// </summary>
    void Sample(MetricBatch batch);
}
