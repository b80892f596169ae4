using System.Security.Cryptography;
using LiveFeed.Access.Authentication;
using LiveFeed.Events;
using Microsoft.Extensions.Options;

namespace LiveFeed.Access;

/// <summary>
/// Rules for keys and tokens beyond their types. A failure names the setting but not its value: the value may be a secret
/// that was set by mistake instead of its hash.
/// </summary>
internal sealed class AccessRules : IValidateOptions<AccessOptions>
{
    private const string Jwt = $"{AccessOptions.Section}:Jwt";

    public ValidateOptionsResult Validate(string? name, AccessOptions options)
    {
        string[] failures = [.. options.Keys.SelectMany((key, i) => Faults(key, i, options.Keys)), .. Faults(options.Jwt)];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Faults(KeyOptions key, int index, IList<KeyOptions> all)
    {
        var setting = $"{AccessOptions.Section}:Keys:{index}";
        if (key.Name.Length == 0)
        {
            yield return $"{setting}:Name is required.";
        }
        else if (all.Take(index).Any(other => other.Name == key.Name))
        {
            yield return $"{setting}:Name must be unique; another key is '{key.Name}' too.";
        }

        if (key.Sha256.Length != 2 * SHA256.HashSizeInBytes || !key.Sha256.All(char.IsAsciiHexDigit))
        {
            yield return $"{setting}:Sha256 must be the SHA-256 of the key, 64 hex digits.";
        }

        var faults = Faults(key.Publish, $"{setting}:Publish").Concat(Faults(key.Subscribe, $"{setting}:Subscribe"));
        foreach (var fault in faults)
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> Faults(IList<string> patterns, string setting)
    {
        for (var i = 0; i < patterns.Count; i++)
        {
            if (!TopicPattern.TryParse(patterns[i] ?? "", out _, out var error))
            {
                yield return $"{setting}:{i} {error}; it is '{patterns[i]}'.";
            }
        }
    }

    private static IEnumerable<string> Faults(JwtOptions jwt)
    {
        if (jwt is { SigningKey: not null, Authority: not null })
        {
            yield return $"{Jwt}:SigningKey and {Jwt}:Authority exclude each other.";
        }

        if (jwt.SigningKey is { } key && !JwtKeys.TryRead(key, out _, out var error))
        {
            yield return $"{Jwt}:SigningKey {error}.";
        }

        if (jwt.Authority is { } authority && !IsHttps(authority))
        {
            yield return $"{Jwt}:Authority must be an https URL (http only on this machine); it is '{authority}'.";
        }

        // The issuer also makes tokens for other services. Without an audience they would be valid here.
        if (jwt is { Authority: not null, Audience: null })
        {
            yield return $"{Jwt}:Audience is required with {Jwt}:Authority. It is the aud of the tokens for this service.";
        }

        if (!jwt.IsSet && (jwt.Issuer ?? jwt.Audience) is not null)
        {
            yield return $"{Jwt}:Issuer and {Jwt}:Audience need {Jwt}:SigningKey or {Jwt}:Authority.";
        }

        if (jwt.Issuer is "" || jwt.Audience is "")
        {
            yield return $"{Jwt}:{(jwt.Issuer is "" ? "Issuer" : "Audience")} is empty. With {Jwt}:SigningKey, leave " +
                "it out to accept any.";
        }
    }

    private static bool IsHttps(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) &&
        (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
}
