using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Xml.Linq;
using LiveFeed.Tests.Architecture;

namespace LiveFeed.Tests.Client.Packing;

/// <summary>What is in the package.</summary>
public sealed class PackageTests(PackedClient packed) : IClassFixture<PackedClient>
{
    [Fact]
    public void Packing_has_nothing_to_warn_of() =>
        Assert.DoesNotContain("warn", packed.Output, StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void The_package_has_the_library_its_words_and_nothing_else()
    {
        using var package = packed.Package;

        Assert.Equal(
            [
                "LICENSE", "LiveFeed.Client.nuspec", "README.md", "lib/net10.0/LiveFeed.Client.dll",
                "lib/net10.0/LiveFeed.Client.xml",
            ],
            package.Entries.Select(entry => entry.FullName)
                .Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal) &&
                    !name.StartsWith("package/", StringComparison.Ordinal) && name != "[Content_Types].xml")
                .Order(StringComparer.Ordinal));
        Assert.Equal(
            File.ReadAllText(Path.Combine(SourceTree.Client(), "README.md")), TextOf(package, "README.md"));
    }

    [Fact]
    public void Its_description_is_complete_and_it_needs_only_what_a_host_has()
    {
        using var package = packed.Package;
        var metadata = XDocument.Parse(TextOf(package, "LiveFeed.Client.nuspec")).Root!.Elements().Single();
        string? Of(string name) => metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value;

        Assert.Equal(("LiveFeed.Client", "MIT", "README.md"), (Of("id"), Of("license"), Of("readme")));
        Assert.All(
            (string[])["version", "authors", "description", "tags", "copyright"], name => Assert.NotEmpty(Of(name) ?? ""));
        Assert.Equal(
            ["Microsoft.Extensions.Http"],
            metadata.Descendants().Where(element => element.Name.LocalName == "dependency")
                .Select(element => element.Attribute("id")!.Value));
    }

    [Fact]
    public void Its_symbols_are_beside_it_and_it_is_built_alike_everywhere()
    {
        using var symbols = packed.Symbols;
        using var package = packed.Package;
        var library = new MemoryStream();
        using (var entry = package.GetEntry("lib/net10.0/LiveFeed.Client.dll")!.Open())
        {
            entry.CopyTo(library);
        }

        library.Position = 0;
        using var image = new PEReader(library);
        var text = Encoding.UTF8.GetString(library.ToArray());

        Assert.NotNull(symbols.GetEntry("lib/net10.0/LiveFeed.Client.pdb"));
        Assert.Contains(image.ReadDebugDirectory(), entry => entry.Type == DebugDirectoryEntryType.Reproducible);
        Assert.DoesNotContain(SourceTree.Client(), text, StringComparison.Ordinal); // no path of this machine
    }

    [Fact]
    public void It_says_that_it_may_be_trimmed()
    {
        using var package = packed.Package;
        using var entry = package.GetEntry("lib/net10.0/LiveFeed.Client.dll")!.Open();
        var library = new MemoryStream();
        entry.CopyTo(library);
        library.Position = 0;
        using var image = new PEReader(library);
        var metadata = image.GetMetadataReader();
        var values = metadata.GetAssemblyDefinition().GetCustomAttributes()
            .Select(handle => metadata.GetBlobReader(metadata.GetCustomAttribute(handle).Value))
            .Select(blob => Encoding.UTF8.GetString(blob.ReadBytes(blob.Length)));

        Assert.Contains(values, value => value.Contains("IsTrimmable", StringComparison.Ordinal));
        Assert.Contains(values, value => value.Contains("IsAotCompatible", StringComparison.Ordinal));
    }

    private static string TextOf(ZipArchive package, string name)
    {
        using var reader = new StreamReader(package.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }
}
