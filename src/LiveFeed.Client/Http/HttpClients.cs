using System.Net.Http;

namespace LiveFeed.Client.Http;

/// <summary>
/// A host's clients, a new one for each request, as their handlers are renewed from time to time. While a host stops it
/// makes no new ones, and the last one sends what is left. Any thread.
/// </summary>
internal sealed class HttpClients(IHttpClientFactory factory)
{
    private HttpClient _last = factory.CreateClient(LiveFeedClientServices.HttpClientName); // by Volatile

    internal HttpClient Next()
    {
        try
        {
            Volatile.Write(ref _last, factory.CreateClient(LiveFeedClientServices.HttpClientName));
        }
        catch (ObjectDisposedException)
        {
        }

        return Volatile.Read(ref _last);
    }
}
