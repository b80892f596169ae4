using LiveFeed.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Streaming.Sse;

/// <summary>
/// A request that asks for services gets a scope, which lives as long as the request: with a stream, for hours.
/// </summary>
public sealed class StreamScopeTests
{
    [Theory]
    [InlineData("/events?topic=a&last=1&envelope=true", 0)]
    [InlineData("/topics", 1)]
    public async Task A_stream_finds_its_services_without_a_scope_of_its_request(string path, int scopes)
    {
        var counted = new CountScopes();
        await using var server = new LiveFeedServer(services => services.AddSingleton<IStartupFilter>(counted));

        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await server.Http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken).WithinDeadline();

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(scopes, counted.Scopes);
    }

    private sealed class CountScopes : IStartupFilter
    {
        private int _scopes;

        internal int Scopes => Volatile.Read(ref _scopes);

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, rest) =>
            {
                var request = (DefaultHttpContext)context;
                request.ServiceScopeFactory = new Factory(this, request.ServiceScopeFactory);
                return rest(context);
            });
            next(app);
        };

        private sealed class Factory(CountScopes counted, IServiceScopeFactory factory) : IServiceScopeFactory
        {
            public IServiceScope CreateScope()
            {
                Interlocked.Increment(ref counted._scopes);
                return factory.CreateScope();
            }
        }
    }
}
