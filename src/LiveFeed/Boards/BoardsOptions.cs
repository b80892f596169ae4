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
}
