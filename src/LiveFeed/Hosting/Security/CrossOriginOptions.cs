using System.ComponentModel.DataAnnotations;

namespace LiveFeed.Hosting.Security;

/// <summary>Settings under <c>LiveFeed:Cors</c>: the origins whose pages may follow and publish from a browser.</summary>
internal sealed class CrossOriginOptions : IValidatableObject
{
    internal const string Section = "LiveFeed:Cors";
    internal const string Any = "*";

    /// <summary>
    /// Origins such as <c>https://shop.example.com</c>, or <c>*</c> for all. Default: none but the service's own.
    /// </summary>
    public string[]? Origins { get; set; }

    /// <summary>
    /// Whether their pages may send credentials that the browser keeps, such as cookies (<c>withCredentials</c>). Default:
    /// no.
    /// </summary>
    public bool Credentials { get; set; }

    internal bool IsOn => Origins is { Length: > 0 };

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        for (var i = 0; i < Origins?.Length; i++)
        {
            if (!IsOrigin(Origins[i]))
            {
                yield return new ValidationResult(
                    $"{Section}:Origins:{i} is '{Origins[i]}', but must be an origin such as https://shop.example.com, " +
                    $"without a path, or {Any}");
            }
        }

        if (Credentials && Origins?.Contains(Any) == true)
        {
            yield return new ValidationResult(
                $"{Section}:Credentials is 'True', but must be false when {Section}:Origins has {Any}: every page " +
                "could act for its visitors. Name the origins");
        }
    }

    // As browsers send it: without a path, even without its first slash.
    private static bool IsOrigin(string? text) => text == Any ||
        (Uri.TryCreate(text, UriKind.Absolute, out var uri) &&
         uri.Scheme is "http" or "https" &&
         text.Equals(uri.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase) &&
         uri.UserInfo.Length == 0);
}
