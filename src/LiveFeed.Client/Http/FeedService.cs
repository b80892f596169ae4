using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.Json;
using LiveFeed.Client.Retrying;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Client.Http;

/// <summary>The requests that a client sends, and what all its parts share. Any thread.</summary>
/// <param name="options">Checked.</param>
/// <param name="http">Gives an <see cref="HttpClient"/> for each request.</param>
/// <param name="tokens">The credentials.</param>
internal sealed class FeedService(LiveFeedClientOptions options, Func<HttpClient> http, TokenSource tokens)
{
    private readonly Uri _root = options.Address!.AbsolutePath.EndsWith('/')
        ? options.Address
        : new UriBuilder(options.Address) { Path = options.Address.AbsolutePath + "/" }.Uri;

    internal LiveFeedClientOptions Options => options;

    internal TokenSource Tokens => tokens;

    internal required TimeProvider Time { get; init; }

    /// <summary>In [0, 1).</summary>
    internal required Func<double> Random { get; init; }

    internal required ILogger Logger { get; init; }

    internal Attempts NewAttempts() => new(options, Time, Random);

    /// <summary>Opens a stream; the answer's head has come.</summary>
    /// <exception cref="LiveFeedRefusedException">The answer is no stream.</exception>
    internal async Task<HttpResponseMessage> OpenStreamAsync(
        IReadOnlyList<string> topics, FollowOptions start, string? after, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, At($"events?{StreamQuery.Of(topics, start, after)}"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        request.Headers.CacheControl = new CacheControlHeaderValue { NoStore = true };
        if (!string.IsNullOrEmpty(after))
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", after);
        }

        var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.OK &&
            response.Content.Headers.ContentType?.MediaType is "text/event-stream")
        {
            return response;
        }

        using (response)
        {
            throw await Answers.RefusalOfAsync(response, Time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Publishes an array of events, all or none.</summary>
    internal async Task<PublishAnswer> PublishAsync(ReadOnlyMemory<byte> array, CancellationToken cancellationToken)
    {
        using var limit = new AnswerLimit(options.AnswerTimeout, Time, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, At("events")) { Content = JsonOf(array) };
        using var response = await SendAsync(request, limit.Token).ConfigureAwait(false);
        return await Answers.ReadAsync(
            response, HttpStatusCode.Accepted, ClientJson.Default.PublishAnswer, Time, limit.Token).ConfigureAwait(false);
    }

    /// <summary>Changes what an open stream follows.</summary>
    internal async Task ChangeTopicsAsync(string clientId, TopicPatch patch, CancellationToken cancellationToken)
    {
        using var limit = new AnswerLimit(options.AnswerTimeout, Time, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Patch, At($"clients/{Uri.EscapeDataString(clientId)}"))
        {
            Content = JsonOf(JsonSerializer.SerializeToUtf8Bytes(patch, ClientJson.Default.TopicPatch)),
        };
        using var response = await SendAsync(request, limit.Token).ConfigureAwait(false);
        await Answers.ReadAsync(
            response, HttpStatusCode.OK, ClientJson.Default.NoticeBody, Time, limit.Token).ConfigureAwait(false);
    }

    /// <summary>Lets an open stream go on with the token that there is now.</summary>
    internal async Task<RenewalAnswer> RenewAsync(string clientId, CancellationToken cancellationToken)
    {
        using var limit = new AnswerLimit(options.AnswerTimeout, Time, cancellationToken);
        using var request = new HttpRequestMessage(
            HttpMethod.Post, At($"clients/{Uri.EscapeDataString(clientId)}/token"));
        using var response = await SendAsync(request, limit.Token).ConfigureAwait(false);
        return await Answers.ReadAsync(
            response, HttpStatusCode.OK, ClientJson.Default.RenewalAnswer, Time, limit.Token).ConfigureAwait(false);
    }

    /// <summary>Whether it is worth a further attempt; a token that was refused is forgotten.</summary>
    internal bool MayRetry(LiveFeedRefusedException refusal)
    {
        if (refusal.Status != 401)
        {
            return !Answers.IsFinal(refusal.Status);
        }

        tokens.Forget(refusal.Token);
        return tokens.CanRenew;
    }

    private static ByteArrayContent JsonOf(ReadOnlyMemory<byte> json)
    {
        var content = System.Runtime.InteropServices.MemoryMarshal.TryGetArray(json, out var bytes)
            ? new ByteArrayContent(bytes.Array!, bytes.Offset, bytes.Count)
            : new ByteArrayContent(json.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private Uri At(string pathAndQuery) => new(_root, pathAndQuery);

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (await tokens.GetAsync(cancellationToken).ConfigureAwait(false) is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        try
        {
            return await http().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (HttpRequestException or OperationCanceledException))
        {
            // A handler of the app has words of its own for a request that failed.
            throw new HttpRequestException(HttpRequestError.Unknown, e.Message, e);
        }
    }
}
