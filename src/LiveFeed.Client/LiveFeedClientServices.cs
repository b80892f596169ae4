using System.Net.Http;
using LiveFeed.Client.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveFeed.Client;

/// <summary>Registers the client with a host.</summary>
public static class LiveFeedClientServices
{
    /// <summary>The name of its <see cref="HttpClient"/>.</summary>
    public const string HttpClientName = "LiveFeed";

    /// <summary>
    /// Adds one <see cref="LiveFeedClient"/> for the whole host. Its options are checked at the start. When the host stops,
    /// it sends what is in its queue. It takes <see cref="IHttpClientFactory"/>, and <see cref="TimeProvider"/> if the host
    /// has one.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>For the handlers of its requests, such as a proxy.</returns>
    public static IHttpClientBuilder AddLiveFeedClient(
        this IServiceCollection services, Action<LiveFeedClientOptions> configure)
    {
        services.AddOptions<LiveFeedClientOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<LiveFeedClientOptions>, LiveFeedClientOptionsValidator>());
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<LiveFeedClientOptions>, LiveFeedClientRules>());
        services.TryAddSingleton(Create);
        return services.AddHttpClient(HttpClientName, http => http.Timeout = Timeout.InfiniteTimeSpan);
    }

    private static LiveFeedClient Create(IServiceProvider provider)
    {
        var http = new HttpClients(provider.GetRequiredService<IHttpClientFactory>());
        return new LiveFeedClient(
            provider.GetRequiredService<IOptions<LiveFeedClientOptions>>().Value,
            http.Next,
            provider.GetService<ILogger<LiveFeedClient>>(),
            provider.GetService<TimeProvider>(),
            Random.Shared.NextDouble);
    }
}
