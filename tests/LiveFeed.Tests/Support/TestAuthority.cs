using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Tests.Support;

/// <summary>
/// An OpenID Connect issuer on a real socket, with what a token check asks of it. Its keys can be changed.
/// </summary>
internal sealed class TestAuthority : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _questions; // by Interlocked

    private TestAuthority(WebApplication app) => _app = app;

    internal string Address => _app.Urls.First();

    internal object[] Keys { get; set; } = [];

    /// <summary>How often its keys were asked for.</summary>
    internal int Questions => Volatile.Read(ref _questions);

    internal static async Task<TestAuthority> StartAsync(params object[] keys)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var authority = new TestAuthority(builder.Build()) { Keys = keys };
        authority._app.MapGet("/.well-known/openid-configuration", () => Json(JsonSerializer.Serialize(
            new { issuer = authority.Address, jwks_uri = $"{authority.Address}/keys" })));
        authority._app.MapGet("/keys", () =>
        {
            Interlocked.Increment(ref authority._questions);
            return Json(PublicKeys.SetOf(authority.Keys));
        });
        await authority._app.StartAsync();
        return authority;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static IResult Json(string text) => Results.Text(text, "application/json");
}
