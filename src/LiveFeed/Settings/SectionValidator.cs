using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace LiveFeed.Settings;

/// <summary>
/// Rewrites a validator's failures: each names the key as an operator writes it, and its value. The rules only know the
/// property: <c>MaxEvents: The field LogOptions.MaxEvents must be between 1 and 1000000000.</c>
/// </summary>
internal sealed partial class SectionValidator<TOptions>(
    string section, IValidateOptions<TOptions> rules, IConfiguration configuration) : IValidateOptions<TOptions>
    where TOptions : class
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var result = rules.Validate(name, options);
        return result.Failed ? ValidateOptionsResult.Fail(result.Failures.Select(Named)) : result;
    }

    private string Named(string failure)
    {
        if (Member().Match(failure) is not { Success: true } match)
        {
            return failure;
        }

        var key = $"{section}:{match.Groups[1].Value}";
        return $"{key} {failure[match.Length..].TrimEnd('.')}; it is '{configuration[key]}'.";
    }

    [GeneratedRegex(@"^(\w+): The (?:field )?\w+\.\1 (?:field )?")]
    private static partial Regex Member();
}
