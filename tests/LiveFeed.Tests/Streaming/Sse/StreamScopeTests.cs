using LiveFeed.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;

namespace LiveFeed.Tests.Streaming.Sse;

/// <summary>
/// A request that asks for services gets a scope, which lives as long as the request: with a stream, for hours.
/// </summary>
public sealed class StreamScopeTests
{
    private int _scopes; // by Interlocked

    [Theory]
    [InlineData("/events?topic=a&last=1&envelope=true", 0)]
    [InlineData("/topics", 1)]
    public async Task A_stream_finds_its_services_without_a_scope_of_its_request(string path, int scopes)
    {
        var filter = Substitute.For<IStartupFilter>();
        filter.Configure(null!).ReturnsForAnyArgs(call => (Action<IApplicationBuilder>)(app =>
        {
            app.Use(CountScopesAsync);
            call.Arg<Action<IApplicationBuilder>>()(app);
        }));
        await using var server = new LiveFeedServer(services => services.AddSingleton(filter));

        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await server.Http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken).WithinDeadline();

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(scopes, Volatile.Read(ref _scopes));
    }

    private Task CountScopesAsync(HttpContext context, RequestDelegate next)
    {
        var request = (DefaultHttpContext)context;
        var factory = request.ServiceScopeFactory;
        var counting = Substitute.For<IServiceScopeFactory>();
        counting.CreateScope().Returns(_ =>
        {
            Interlocked.Increment(ref _scopes);
            return factory.CreateScope();
        });
        request.ServiceScopeFactory = counting;
        return next(context);
    }
}
