using System.ComponentModel.DataAnnotations;

namespace LiveFeed.Boards;

/// <summary>Settings under <c>LiveFeed:Boards</c>.</summary>
internal sealed class BoardsOptions
{
    internal const string Section = "LiveFeed:Boards";

    /// <summary>
    /// The folder of board files: relative to the working directory, or, when there is none, to the program's own folder,
    /// where the boards that come with LiveFeed are. Default <c>dashboards</c>.
    /// </summary>
    [Required]
    public string Path { get; set; } = "dashboards";

    /// <summary>
    /// Whose pages may show a board in a frame, as sources of a content security policy: <c>'none'</c>, <c>'self'</c>, or
    /// origins with spaces between. Default <c>'self'</c>: a board in a stranger's frame can be made to be clicked unseen.
    /// </summary>
    [Required]
    [RegularExpression(
        "^('none'|('self'|[A-Za-z0-9.:/*_-]+)( ('self'|[A-Za-z0-9.:/*_-]+))*)$",
        ErrorMessage = "The field {0} must be 'none', or sources such as 'self' and https://wiki.example.com with spaces between")]
    public string FrameAncestors { get; set; } = "'self'";
}
