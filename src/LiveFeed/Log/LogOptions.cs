using System.ComponentModel.DataAnnotations;
using System.Globalization;
using LiveFeed.Events;
using LiveFeed.Log.Redis;
using LiveFeed.Log.Trimming;

namespace LiveFeed.Log;

/// <summary>Settings under <c>LiveFeed:Log</c>.</summary>
internal sealed class LogOptions : IValidatableObject
{
    internal const string Section = "LiveFeed:Log";

    private const long LargestMaxEvents = 1_000_000_000;
    private const string LeastAge = "00:00:01";
    private const string LongestMaxAge = "3650.00:00:00";
    private const long LeastBytes = 1_024;
    private const int MaxRules = 32; // every event is checked against each rule
    private const int MaxTopics = 32;

    /// <summary>Default <c>sqlite</c>: it survives a kill and needs nothing installed.</summary>
    public LogProvider Provider { get; set; } = LogProvider.Sqlite;

    /// <summary>The SQLite file, relative to the working directory; its folder is made when missing.</summary>
    [Required]
    public string Path { get; set; } = "data/livefeed.db";

    /// <summary>For <c>redis</c>.</summary>
    public RedisLogOptions Redis { get; set; } = new();

    /// <summary>
    /// Default <c>async</c>: a kill loses max the last milliseconds, a publish does not wait for the disk.
    /// </summary>
    public LogDurability Durability { get; set; } = LogDurability.Async;

    /// <summary>Default <c>stop</c>: losing the log is for an operator to decide.</summary>
    public CorruptionAnswer OnCorruption { get; set; } = CorruptionAnswer.Stop;

    /// <summary>
    /// Max retained events that match no rule of <see cref="Retention"/>. Older ones are trimmed in the background. Default
    /// 1,000,000.
    /// </summary>
    [Range(1, LargestMaxEvents)]
    public long MaxEvents { get; set; } = 1_000_000;

    /// <summary>How long an event that matches no rule is retained. Default one day.</summary>
    [Range(typeof(TimeSpan), LeastAge, LongestMaxAge)]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// Max bytes of retained events that match no rule (data, names and a small overhead each; not the file's size). Default
    /// 1 GiB.
    /// </summary>
    [Range(LeastBytes, long.MaxValue)]
    public long MaxBytes { get; set; } = 1L << 30;

    /// <summary>
    /// Rules that give some topics their own retention; they do not share limits with other topics. Rules in the settings
    /// replace the default: one rule for <c>metrics/**</c> and <c>system/**</c> with 3,000,000 events and 2 GiB, a day of
    /// the service's own figures, about 30 a second. An empty list means no rule.
    /// </summary>
    public RetentionRule[]? Retention { get; set; } // null by default: binding would append to a default array

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Retention?.Length > MaxRules)
        {
            yield return new ValidationResult(
                $"{Section}:Retention has {Retention.Length} rules, but may have {MaxRules} at most");
        }

        if (Provider == LogProvider.Redis && Redis.Fault($"{Section}:Redis") is { } faulty)
        {
            yield return new ValidationResult(faulty);
        }

        for (var i = 0; i < Retention?.Length; i++)
        {
            foreach (var fault in Faults(Retention[i], $"{Section}:Retention:{i}"))
            {
                yield return new ValidationResult(fault);
            }
        }
    }

    private static IEnumerable<string> Faults(RetentionRule rule, string key)
    {
        if (rule.Topics is not { Length: > 0 and <= MaxTopics })
        {
            yield return $"{key}:Topics must have 1 to {MaxTopics} topics or patterns, not {rule.Topics?.Length ?? 0}";
        }

        for (var i = 0; i < rule.Topics?.Length; i++)
        {
            if (!TopicPattern.TryParse(rule.Topics[i] ?? "", out _, out var error))
            {
                yield return $"{key}:Topics:{i} is '{rule.Topics[i]}', but {error}";
            }
        }

        foreach (var fault in new[]
        {
            Fault(rule.MaxEvents, 1L, LargestMaxEvents, $"{key}:MaxEvents"),
            Fault(
                rule.MaxAge,
                TimeSpan.Parse(LeastAge, CultureInfo.InvariantCulture),
                TimeSpan.Parse(LongestMaxAge, CultureInfo.InvariantCulture),
                $"{key}:MaxAge"),
            Fault(rule.MaxBytes, LeastBytes, long.MaxValue, $"{key}:MaxBytes"),
        }.OfType<string>())
        {
            yield return fault;
        }
    }

    private static string? Fault<T>(T? value, T least, T most, string key)
        where T : struct, IComparable<T> =>
        value is { } given && (given.CompareTo(least) < 0 || given.CompareTo(most) > 0)
            ? $"{key} is '{given}', but must be between {least} and {most}"
            : null;
}
