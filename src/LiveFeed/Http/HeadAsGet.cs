using Microsoft.AspNetCore.Http;

namespace LiveFeed.Http;

/// <summary>A HEAD request that is answered as GET. What a GET would change, it must not change.</summary>
internal static class HeadAsGet
{
    private static readonly object Key = new();

    internal static void Begin(HttpContext context)
    {
        context.Items[Key] = Key;
        context.Request.Method = HttpMethods.Get;
    }

    internal static bool Is(HttpContext context) => context.Items.ContainsKey(Key);
}
