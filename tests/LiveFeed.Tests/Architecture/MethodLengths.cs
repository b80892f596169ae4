using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LiveFeed.Tests.Architecture;

/// <summary>
/// How long the methods of a source file are: constructors, operators and accessors too. A local function or a lambda counts
/// as lines of the method around it.
/// </summary>
internal static class MethodLengths
{
    /// <summary>Each with its lines, from the first of its signature to its closing brace, without attributes.</summary>
    internal static IEnumerable<(string Name, int Lines)> Of(string source) =>
        from node in CSharpSyntaxTree.ParseText(source).GetRoot().DescendantNodes()
        where node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax
            or BasePropertyDeclarationSyntax { AccessorList: null }
        let signature = node.ChildNodesAndTokens().First(part => !part.IsKind(SyntaxKind.AttributeList))
        let first = signature.GetLocation()!.GetLineSpan().StartLinePosition.Line
        select (NameOf(node), node.GetLocation().GetLineSpan().EndLinePosition.Line - first + 1);

    private static string NameOf(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        PropertyDeclarationSyntax property => property.Identifier.Text,
        AccessorDeclarationSyntax { Parent.Parent: PropertyDeclarationSyntax property } => property.Identifier.Text,
        _ => node.Kind().ToString(),
    };
}
