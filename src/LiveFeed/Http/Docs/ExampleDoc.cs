namespace LiveFeed.Http.Docs;

/// <summary>An example of a body.</summary>
/// <param name="Name">Unique in its body, of letters, digits and hyphens.</param>
/// <param name="Summary">What it shows.</param>
/// <param name="Text">The body itself, byte for byte but for the white space of JSON.</param>
internal sealed record ExampleDoc(string Name, string Summary, string Text);
