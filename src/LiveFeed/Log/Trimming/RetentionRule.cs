namespace LiveFeed.Log.Trimming;

/// <summary>
/// Settings under <c>LiveFeed:Log:Retention:n</c>: what is retained of the topics that match, whatever else is published.
/// A limit that is not set is that of <c>LiveFeed:Log</c>, with the same range. <see cref="LogOptions"/> checks them.
/// </summary>
internal sealed class RetentionRule
{
    /// <summary>Topics and patterns. An event belongs to the first rule that matches its topic.</summary>
    public string[]? Topics { get; set; }

    /// <summary>Events retained of these topics. Default: as <see cref="LogOptions.MaxEvents"/>.</summary>
    public long? MaxEvents { get; set; }

    /// <summary>How long they are retained. Default: as <see cref="LogOptions.MaxAge"/>.</summary>
    public TimeSpan? MaxAge { get; set; }

    /// <summary>Bytes of events retained of these topics. Default: as <see cref="LogOptions.MaxBytes"/>.</summary>
    public long? MaxBytes { get; set; }
}
