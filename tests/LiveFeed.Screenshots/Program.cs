using LiveFeed.Screenshots;
using Microsoft.Playwright;

// Takes a picture of every board, of the page of all topics and of every example, on every screen and in both themes, and
// those of the READMEs.
// Arguments: the repository's folder, and words. It takes only the pictures with one of the words in their name.
var root = Path.GetFullPath(args.FirstOrDefault(".")!);
var only = args.Skip(1).ToArray();
var docs = Path.Combine(root, "docs");
var boards = Path.Combine(root, "dashboards");
Directory.CreateDirectory(Path.Combine(docs, "screenshots"));
Directory.CreateDirectory(Path.Combine(docs, "examples"));

await using var service = await DemoService.StartAsync(boards, TimeProvider.System);
await using var camera = await Camera.OpenAsync();

var laptop = Screen.All.Single(screen => screen.Name == "laptop");
await TakeAsync("/boards/host", laptop, ColorScheme.Dark, "board");
await TakeAsync("/explore?topic=demo/temperature", laptop, ColorScheme.Light, "first-post");

var pages = Directory.EnumerateFiles(boards, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!)
    .Where(name => !name.Contains('.', StringComparison.Ordinal)).Order(StringComparer.Ordinal)
    .Select(name => (Path: $"/boards/{name}", Name: name)).Append(
        (Path: "/explore?topic=iot/*/temperature", Name: "explore"));
foreach (var (path, name) in pages)
{
    foreach (var screen in Screen.All)
    {
        foreach (var scheme in new[] { ColorScheme.Dark, ColorScheme.Light })
        {
            await TakeAsync(
                path, screen, scheme, $"screenshots/{name}-{screen.Name}-{(scheme == ColorScheme.Dark ? "dark" : "light")}");
        }
    }
}

foreach (var scene in ExampleScene.All)
{
    var pictures =
        from screen in Screen.All
        where screen.Name != "tv"
        from scheme in new[] { ColorScheme.Dark, ColorScheme.Light }
        let name = ExamplePicture(scene.Name, screen.Name, scheme)
        where IsWanted(name)
        select (screen, scheme, File: Path.Combine(docs, $"{name}.png"));
    foreach (var (screen, scheme, file) in pictures)
    {
        await camera.TakeAsync(scene, screen, scheme, file);
        Console.WriteLine($"docs/{Path.GetRelativePath(docs, file)}");
    }
}

// Two of each are those of the examples' README.
static string ExamplePicture(string name, string screen, ColorScheme scheme) => (screen, scheme) switch
{
    ("laptop", ColorScheme.Light) => $"examples/{name}-laptop-light",
    ("phone", ColorScheme.Dark) => $"examples/{name}-phone-dark",
    _ => $"screenshots/example-{name}-{screen}-{(scheme == ColorScheme.Dark ? "dark" : "light")}",
};

bool IsWanted(string name) =>
    only.Length == 0 || only.Any(word => name.Contains(word, StringComparison.Ordinal));

async Task TakeAsync(string path, Screen screen, ColorScheme scheme, string name)
{
    if (!IsWanted(name))
    {
        return;
    }

    await camera.TakeAsync(new Uri(service.Address, path), screen, scheme, Path.Combine(docs, $"{name}.png"));
    Console.WriteLine($"docs/{name}.png");
}
