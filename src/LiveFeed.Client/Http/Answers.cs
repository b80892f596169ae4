using System.IO;
using System.Net;
using System.Net.Http;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LiveFeed.Client.Http;

/// <summary>Reads answers that end, and no more of them than an answer can have.</summary>
internal static class Answers
{
    private const int MaxBytes = 1 << 20;

    /// <summary>
    /// Answers after which the same request cannot succeed. A 401 may with another token, and a 404 after the service has
    /// started behind its proxy.
    /// </summary>
    internal static bool IsFinal(int status) => status is 204 or 400 or 403 or 422;

    /// <summary>The object of a successful answer.</summary>
    /// <exception cref="LiveFeedRefusedException">It is another answer.</exception>
    internal static async Task<T> ReadAsync<T>(
        HttpResponseMessage response, HttpStatusCode expected, JsonTypeInfo<T> type, TimeProvider time,
        CancellationToken cancellationToken)
        where T : class
    {
        if (response.StatusCode == expected && IsJson(response))
        {
            try
            {
                var body = await ReadBytesAsync(response, cancellationToken).ConfigureAwait(false);
                return JsonSerializer.Deserialize(body.Span, type) ?? throw Foreign(response);
            }
            catch (JsonException)
            {
                throw Foreign(response);
            }
        }

        throw await RefusalOfAsync(response, time, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What an answer says that is not the one asked for.</summary>
    internal static async Task<LiveFeedRefusedException> RefusalOfAsync(
        HttpResponseMessage response, TimeProvider time, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode && response.StatusCode != HttpStatusCode.NoContent)
        {
            return Foreign(response);
        }

        var problem = IsJson(response)
            ? await ReadProblemAsync(response, cancellationToken).ConfigureAwait(false)
            : new ProblemBody();
        var status = (int)response.StatusCode;
        return new LiveFeedRefusedException(status, TextOf(problem) ?? $"{status} {response.ReasonPhrase}".TrimEnd())
        {
            Type = problem.Type,
            Errors = problem.Errors ?? [],
            Forbidden = problem.Forbidden ?? [],
            Allowed = problem.Allowed ?? [],
            RetryAfter = RetryAfterOf(response, time),
            Token = response.RequestMessage?.Headers.Authorization?.Parameter,
        };
    }

    private static LiveFeedRefusedException Foreign(HttpResponseMessage response) => new(
        (int)response.StatusCode,
        "Another page answered in the service's place, perhaps a proxy's login " +
        $"({response.Content.Headers.ContentType?.MediaType ?? "of no type"}).");

    private static TimeSpan? RetryAfterOf(HttpResponseMessage response, TimeProvider time)
    {
        var wait = response.Headers.RetryAfter is not { } after ? null
            : after.Delta ?? after.Date - time.GetUtcNow();
        return wait > TimeSpan.Zero ? wait : null;
    }

    private static async Task<ProblemBody> ReadProblemAsync(
        HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            var body = await ReadBytesAsync(response, cancellationToken).ConfigureAwait(false);
            return JsonSerializer.Deserialize(body.Span, ClientJson.Default.ProblemBody) ?? new ProblemBody();
        }
        catch (Exception e) when (e is JsonException or IOException or HttpRequestException)
        {
            return new ProblemBody(); // the status says enough
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(
        HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var content = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var bytes = new byte[4_096];
        for (var length = 0; ;)
        {
            var read = await content.ReadAsync(bytes.AsMemory(length), cancellationToken).ConfigureAwait(false);
            length += read;
            if (read == 0)
            {
                return bytes.AsMemory(0, length);
            }

            if (length == bytes.Length)
            {
                Array.Resize(ref bytes, length < MaxBytes ? length * 2 : throw new JsonException("The answer is too long."));
            }
        }
    }

    private static bool IsJson(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType is { } type &&
        (type.EndsWith("/json", StringComparison.OrdinalIgnoreCase) ||
            type.EndsWith("+json", StringComparison.OrdinalIgnoreCase));

    private static string? TextOf(ProblemBody problem)
    {
        var text = problem.Detail ?? problem.Title;
        string[] parts =
        [
            .. text is null ? (string[])[] : [text],
            .. (problem.Errors ?? []).Select(error => $"{error.Key}: {string.Join(' ', error.Value)}")
                .Where(part => text is null || !text.Contains(part, StringComparison.Ordinal)),
        ];
        return parts.Length == 0 ? null : string.Join("; ", parts);
    }
}
