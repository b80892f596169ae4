using System.Diagnostics;
using LiveFeed.Tests.Architecture;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Hosting;

/// <summary>
/// The OpenAPI document keeps the rules that Spectral has for all such documents. Spectral is an npm package, which the test
/// command installs (<c>npm --prefix tests/openapi ci</c>).
/// </summary>
public sealed class SpectralTests
{
    private static string Folder => Path.Combine(SourceTree.Root(), "tests/openapi");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_document_keeps_every_rule_for_OpenAPI()
    {
        await using var server = new LiveFeedServer();
        var path = new Uri("/swagger/v1/swagger.json", UriKind.Relative);
        var document = await server.Http.GetStringAsync(path, Cancelled).WithinDeadline();

        var (status, found) = await LintAsync(document);

        Assert.True(status == 0, found);
    }

    [Fact]
    public async Task A_document_that_breaks_a_rule_is_found()
    {
        var (status, found) = await LintAsync("""{"openapi":"3.0.4","info":{"title":"T","version":"v1"},"paths":{}}""");

        Assert.Equal(1, status);
        Assert.Contains("info-contact", found, StringComparison.Ordinal);
    }

    private static async Task<(int Status, string Found)> LintAsync(string document)
    {
        var program = Path.Combine(Folder, "node_modules/@stoplight/spectral-cli/dist/index.js");
        Assert.True(File.Exists(program), "Spectral is not installed. Run: npm --prefix tests/openapi ci");
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, document, Cancelled);
            string[] arguments =
                [program, "lint", "--ruleset", Path.Combine(Folder, "spectral.yaml"), "--fail-severity", "hint", file];
            var start = new ProcessStartInfo("node", arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var spectral = Process.Start(start)!;
            var output = spectral.StandardOutput.ReadToEndAsync(Cancelled);
            var errors = spectral.StandardError.ReadToEndAsync(Cancelled);
            await spectral.WaitForExitAsync(Cancelled);
            return (spectral.ExitCode, $"{await output}{await errors}");
        }
        finally
        {
            File.Delete(file);
        }
    }
}
