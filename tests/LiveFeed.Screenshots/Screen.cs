using Microsoft.Playwright;

namespace LiveFeed.Screenshots;

/// <param name="Name">In the names of files.</param>
/// <param name="Width">Pixels of the page.</param>
/// <param name="Height">Pixels of the page.</param>
internal sealed record Screen(string Name, int Width, int Height)
{
    internal static readonly IReadOnlyList<Screen> All =
        [new("phone", 390, 844), new("laptop", 1280, 800), new("tv", 1920, 1080)];

    internal ViewportSize Size => new() { Width = Width, Height = Height };
}
