using System.Net;

namespace LiveFeed.Tests.Client.Publishing;

/// <summary>Sends requests to the real service, and loses the answers to publishes whose turn it is.</summary>
internal sealed class LostAnswers(Func<int, bool> isLost) : DelegatingHandler(new SocketsHttpHandler())
{
    private int _publishes;

    internal int Publishes => Volatile.Read(ref _publishes);

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (request.Method == HttpMethod.Post && isLost(Interlocked.Increment(ref _publishes)))
        {
            Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
            response.Dispose();
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "the answer was lost");
        }

        return response;
    }
}
