using Microsoft.Extensions.Options;

namespace LiveFeed.Client;

/// <summary>
/// What attributes do not say: the address, and times, whose ranges as attributes are not safe with trimming.
/// </summary>
internal sealed class LiveFeedClientRules : IValidateOptions<LiveFeedClientOptions>
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Tenth = TimeSpan.FromMilliseconds(100);

    public ValidateOptionsResult Validate(string? name, LiveFeedClientOptions options)
    {
        string[] faults = [.. Faults(options).OfType<string>()];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    /// <summary>Checks options that no host checks.</summary>
    /// <exception cref="OptionsValidationException">They cannot be used; it names each fault.</exception>
    internal static LiveFeedClientOptions Checked(LiveFeedClientOptions options)
    {
        IValidateOptions<LiveFeedClientOptions>[] rules = [new LiveFeedClientOptionsValidator(), new LiveFeedClientRules()];
        string[] faults = [.. rules.SelectMany(rule => rule.Validate(null, options).Failures ?? [])];
        return faults.Length == 0
            ? options
            : throw new OptionsValidationException("", typeof(LiveFeedClientOptions), faults);
    }

    private static IEnumerable<string?> Faults(LiveFeedClientOptions options)
    {
        yield return options.Address is null or { IsAbsoluteUri: true, Scheme: "http" or "https" }
            ? null
            : $"Address is '{options.Address}', but must be absolute and begin with http:// or https://.";
        yield return Range(nameof(options.MaxDelay), options.MaxDelay, TimeSpan.FromMilliseconds(1), Hour);
        yield return Range(nameof(options.Silence), options.Silence ?? Tenth, Tenth, Day);
        yield return Range(nameof(options.AnswerTimeout), options.AnswerTimeout, Tenth, Hour);
        yield return Range(nameof(options.BatchWait), options.BatchWait, TimeSpan.Zero, Hour);
        yield return Range(nameof(options.CloseTimeout), options.CloseTimeout, TimeSpan.Zero, Day);
    }

    private static string? Range(string name, TimeSpan value, TimeSpan least, TimeSpan most) =>
        value >= least && value <= most ? null : $"{name} is '{value}', but must be between {least} and {most}.";
}
