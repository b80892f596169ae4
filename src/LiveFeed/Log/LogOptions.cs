using System.ComponentModel.DataAnnotations;

namespace LiveFeed.Log;

/// <summary>Settings under <c>LiveFeed:Log</c>.</summary>
internal sealed class LogOptions
{
    internal const string Section = "LiveFeed:Log";

    /// <summary>Default <c>sqlite</c>: it survives a kill and needs nothing installed.</summary>
    [EnumDataType(typeof(LogProvider))]
    public LogProvider Provider { get; set; } = LogProvider.Sqlite;

    /// <summary>The SQLite file, relative to the working directory; its folder is made when missing.</summary>
    [Required]
    public string Path { get; set; } = "data/livefeed.db";

    /// <summary>Default <c>async</c>: a kill costs at most the last milliseconds, a publish costs no disk wait.</summary>
    [EnumDataType(typeof(LogDurability))]
    public LogDurability Durability { get; set; } = LogDurability.Async;

    /// <summary>Default <c>stop</c>: losing the log is for an operator to decide.</summary>
    [EnumDataType(typeof(CorruptionAnswer))]
    public CorruptionAnswer OnCorruption { get; set; } = CorruptionAnswer.Stop;

    /// <summary>Events retained; older ones are trimmed in the background. Default 1,000,000.</summary>
    [Range(1, 1_000_000_000)]
    public long MaxEvents { get; set; } = 1_000_000;

    /// <summary>How long an event is retained. Default one day.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "3650.00:00:00")]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Bytes of events retained (data, names and a small overhead each; not the file's size). Default 1 GiB.</summary>
    [Range(1_024, long.MaxValue)]
    public long MaxBytes { get; set; } = 1L << 30;
}
