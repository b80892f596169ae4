using System.ComponentModel.DataAnnotations;
using System.IO;
using System.Text.RegularExpressions;

namespace LiveFeed.Boards;

/// <summary>Settings under <c>LiveFeed:Boards</c>.</summary>
internal sealed partial class BoardsOptions : IValidatableObject
{
    internal const string Section = "LiveFeed:Boards";

    private const string DefaultPath = "dashboards";

    /// <summary>
    /// The folder of board files: relative to the working directory, or, when there is none, to the program's own folder,
    /// where the boards that come with LiveFeed are. Another than the default must exist at the start. Default
    /// <c>dashboards</c>.
    /// </summary>
    [Required]
    public string Path { get; set; } = DefaultPath;

    /// <summary>
    /// Sites that may show a board in a frame, as sources of a content security policy: <c>'none'</c>, <c>'self'</c>, or
    /// origins with spaces between. Default <c>'self'</c>: a foreign site could trick users into clicks on a hidden board.
    /// </summary>
    [Required]
    [RegularExpression(
        "^('none'|('self'|[A-Za-z0-9.:/*_-]+)( ('self'|[A-Za-z0-9.:/*_-]+))*)$",
        ErrorMessage = "The field {0} must be 'none', or sources such as 'self' and https://wiki.example.com with spaces " +
            "between")]
    public string FrameAncestors { get; set; } = "'self'";

    /// <summary>
    /// Hosts whose images and pages boards may embed, by https: <c>grafana.example.com</c>, <c>*.example.com</c>, with a
    /// port where it is not 443. Default: none but the service itself.
    /// </summary>
    public string[]? EmbedSources { get; set; }

    /// <summary>
    /// The page's content security policy: only its own scripts and styles, and the embedded hosts of these options.
    /// </summary>
    internal string ContentPolicy
    {
        get
        {
            var embedded = string.Concat((EmbedSources ?? []).Select(host => $" https://{host}"));
            return "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; " +
                "form-action 'none'; "
                + $"img-src 'self'{embedded}; frame-src 'self'{embedded}; frame-ancestors {FrameAncestors}";
        }
    }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Path != DefaultPath && !Directory.Exists(Path) &&
            !Directory.Exists(System.IO.Path.Combine(AppContext.BaseDirectory, Path)))
        {
            yield return new ValidationResult($"{Section}:Path is '{Path}', but there is no such folder");
        }

        for (var i = 0; i < EmbedSources?.Length; i++)
        {
            if (!Host().IsMatch(EmbedSources[i]))
            {
                yield return new ValidationResult(
                    $"{Section}:EmbedSources:{i} is '{EmbedSources[i]}', but must be a host such as grafana.example.com " +
                    "or *.example.com, without https://");
            }
        }
    }

    // Allows nothing that could end a directive of the policy and begin another.
    [GeneratedRegex(@"^(\*\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:[0-9]{1,5})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Host();
}
