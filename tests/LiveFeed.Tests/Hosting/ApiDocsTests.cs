using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using LiveFeed.Streaming.SocketIo.Engine;
using LiveFeed.Tests.Architecture;
using LiveFeed.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace LiveFeed.Tests.Hosting;

public sealed partial class ApiDocsTests
{
    // All that they take is credentials, which stand in a header.
    private static readonly string[] WithoutBody = ["POST /tickets", "POST /clients/{id}/token"];

    // A WebSocket is no body: its handshake is answered 101, over HTTP/2 200.
    private static bool HasBody(ApiOperation operation, string status) =>
        status is not ("101" or "204") && !(status == "200" && operation.ToString() == "GET /ws");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_endpoint_that_is_mapped_is_in_the_document_and_no_other()
    {
        await using var server = new LiveFeedServer();
        var mapped =
            from endpoint in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
            where method != HttpMethods.Connect // OpenAPI does not know it, and has no words for the next
            where endpoint.Metadata.GetMetadata<EnginePath>() is null
            select $"{method} /{endpoint.RoutePattern.RawText!.TrimStart('/').Replace("**", "", StringComparison.Ordinal)}";

        var document = await ApiDocument.ReadAsync(server);

        Assert.Equal(mapped.Order(), document.Operations.Select(operation => operation.ToString()).Order());
    }

    [Fact]
    public async Task The_document_still_has_all_that_it_ever_had()
    {
        var before = ApiSurface.Read(Path.Combine(SourceTree.Root(), "tests/LiveFeed.Tests/Hosting/ApiSurface.txt"));
        await using var server = new LiveFeedServer();

        var now = ApiSurface.Of(await ApiDocument.ReadAsync(server));

        Assert.Empty(before.Except(now));
    }

    [Fact]
    public async Task Every_part_of_an_operation_is_of_one_that_there_is()
    {
        await using var server = new LiveFeedServer();
        var document = await ApiDocument.ReadAsync(server);
        const string Ending = ".openapi.json";

        var parts = Array.FindAll(
            typeof(Program).Assembly.GetManifestResourceNames(), name => name.EndsWith(Ending, StringComparison.Ordinal));
        var operations = document.Operations.Select(operation => $"{operation.Json.GetProperty("operationId")}{Ending}");

        Assert.NotEmpty(parts);
        Assert.Empty(parts.Except(operations));
    }

    [Fact]
    public async Task Nothing_is_left_undescribed()
    {
        await using var server = new LiveFeedServer();
        var document = await ApiDocument.ReadAsync(server);

        Assert.Empty(document.Undescribed);
        Assert.All(document.Operations, operation =>
        {
            Assert.All(["summary", "description", "operationId"], name =>
                Assert.NotEmpty(operation.Json.GetProperty(name).GetString()!.Trim()));
            Assert.NotEmpty(operation.Json.GetProperty("tags").EnumerateArray());
            Assert.True(
                !operation.Json.TryGetProperty("requestBody", out var body) || ApiDocument.HasText(body, "description"),
                $"the body of {operation}");
        });
    }

    [Fact]
    public async Task A_body_that_is_read_or_answered_has_an_example_in_each_media_type()
    {
        await using var server = new LiveFeedServer();
        var document = await ApiDocument.ReadAsync(server);

        Assert.All(document.Operations, operation =>
        {
            Assert.Equal(
                operation.Method is "POST" or "PUT" or "PATCH" && !WithoutBody.Contains(operation.ToString()),
                operation.Bodies.Any());
            Assert.All(operation.Bodies.Concat(operation.Answers), content => Assert.NotEmpty(content.Examples));
            Assert.All(
                operation.Json.GetProperty("responses").EnumerateObject().Where(answer => HasBody(operation, answer.Name)),
                answer => Assert.True(answer.Value.TryGetProperty("content", out _), $"{operation} {answer.Name}"));
        });
    }

    [Fact]
    public async Task An_example_is_what_its_schema_says()
    {
        await using var server = new LiveFeedServer();
        var document = await ApiDocument.ReadAsync(server);
        var contents = document.Operations.SelectMany(operation => operation.Bodies.Concat(operation.Answers)).ToArray();

        foreach (var content in contents)
        {
            Assert.All(content.Examples, example =>
                Assert.Null(document.Mismatch(example, content.Schema, $"{content.Where} {content.MediaType}")));
        }

        Assert.All(
            contents.Where(content => !content.IsJson).SelectMany(JsonLines),
            line => Assert.Equal(JsonValueKind.Object, JsonSerializer.Deserialize<JsonElement>(line).ValueKind));
    }

    [Fact]
    public async Task Every_example_of_a_body_is_accepted()
    {
        await using var server = new LiveFeedServer();
        var document = await ApiDocument.ReadAsync(server);

        foreach (var body in document.Operation("POST", "/events").Bodies)
        {
            foreach (var example in body.Examples)
            {
                var answer = await server.Http.PublishAsync(body.Text(example), body.MediaType);
                Assert.Null(Mismatch(document, answer, "POST", "/events", 202));
            }
        }

        foreach (var body in document.Operation("POST", "/topics/{topic}").Bodies)
        {
            foreach (var example in body.Examples)
            {
                using var response = await server.Http.PostToTopicAsync("orders/eu", body.Text(example), body.MediaType);
                var answer = await response.ReadJsonAsync(HttpStatusCode.Accepted);
                Assert.Null(Mismatch(document, answer, "POST", "/topics/{topic}", 202));
            }
        }
    }

    [Fact]
    public async Task The_answers_are_as_the_document_says()
    {
        await using var server = new LiveFeedServer();
        var document = await ApiDocument.ReadAsync(server);
        await using var stream = await server.FollowAsync("/events?topic=a");
        await server.Http.PublishAsync("""[{"topic":"a","key":"k","data":1},{"data":"to everyone"}]""");

        foreach (var path in (string[])["/topics", "/history", "/clients", "/boards", "/healthz/live", "/healthz/ready"])
        {
            Assert.Null(Mismatch(document, await server.Http.GetJsonAsync(path), "GET", path, 200));
        }

        var polled = await server.Http.GetJsonAsync("/poll?topic=a&last=1&wait=0");
        Assert.Null(Mismatch(document, polled, "GET", "/poll", 200));
    }

    [Theory]
    [InlineData("GET", "/events", "?last=x", 400)]
    [InlineData("GET", "/events", "?topic=a*", 422)]
    [InlineData("GET", "/poll", "?wait=61", 400)]
    [InlineData("GET", "/poll", "?topic=a*", 422)]
    [InlineData("GET", "/topics", "?pattern=a*", 422)]
    [InlineData("GET", "/history", "?since=yesterday", 400)]
    [InlineData("GET", "/history", "?topic=a*", 422)]
    [InlineData("GET", "/clients/{id}", "", 404)]
    [InlineData("DELETE", "/clients/{id}", "", 404)]
    [InlineData("DELETE", "/clients", "", 422)]
    [InlineData("POST", "/clients/{id}/token", "", 404)]
    [InlineData("GET", "/boards/{name}.json", "", 404)]
    [InlineData("PUT", "/boards/{name}.json", "", 415)]
    [InlineData("DELETE", "/boards/{name}.json", "", 404)]
    [InlineData("POST", "/events", "", 415)]
    [InlineData("POST", "/topics/{topic}", "?ephemeral=x", 400)]
    [InlineData("POST", "/topics/{topic}", "?event=livefeed.x", 422)]
    public async Task A_problem_is_what_the_document_says(string method, string path, string query, int status)
    {
        await using var server = new LiveFeedServer();
        var document = await ApiDocument.ReadAsync(server);
        using var request = new HttpRequestMessage(
            HttpMethod.Parse(method), new Uri(Parameter().Replace(path, "none") + query, UriKind.Relative));

        using var response = await server.Http.SendAsync(request, Cancelled).WithinDeadline();
        var problem = await response.ReadJsonAsync((HttpStatusCode)status);

        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Null(Mismatch(document, problem, method, path, status, "application/problem+json"));
    }

    [Fact]
    public async Task Each_endpoint_that_needs_credentials_answers_401_without_them_and_is_described_so()
    {
        await using var server = new LiveFeedServer(("Access:Anonymous", "none"));
        var document = await ApiDocument.ReadAsync(server);

        foreach (var operation in document.Operations)
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Parse(operation.Method), new Uri(Parameter().Replace(operation.Path, "none"), UriKind.Relative));
            request.Content =
                operation.Method == "POST" ? new StringContent("""{"data":1}""", null, "application/json") : null;
            using var response =
                await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancelled).WithinDeadline();

            var described = operation.Json.GetProperty("responses").TryGetProperty("401", out _);
            Assert.True(
                (response.StatusCode == HttpStatusCode.Unauthorized) == described, $"{operation}: {response.StatusCode}");
        }
    }

    [Theory]
    [InlineData("/events")]
    [InlineData("/ws")]
    public async Task A_stream_is_described_with_the_credentials_that_it_takes(string path)
    {
        await using var server = new LiveFeedServer();

        var operation = (await ApiDocument.ReadAsync(server)).Operation("GET", path).Json;

        Assert.Equal(3, operation.GetProperty("security").GetArrayLength()); // none, a token, a key
        var parameters = operation.GetProperty("parameters").EnumerateArray().Select(each => each.GetProperty("name"));
        Assert.Superset(
            new HashSet<string?> { "access_token", "ticket", "lastEventId", "last_event_id" },
            parameters.Select(name => name.GetString()).ToHashSet());
    }

    [Fact]
    public async Task The_document_is_made_once_and_has_a_tag_by_which_it_is_not_sent_again()
    {
        var made = 0;
        await using var server = new LiveFeedServer(services => services.ConfigureSwaggerGen(options =>
            options.AddDocumentFilterInstance(new CountingFilter(() => made++))));
        var path = new Uri("/swagger/v1/swagger.json", UriKind.Relative);
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => server.Http.GetAsync(path, Cancelled)));
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.IfNoneMatch.Add(answers[0].Headers.ETag!);

        using var again = await server.Http.SendAsync(request, Cancelled).WithinDeadline();

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal(1, made);
    }

    [Fact]
    public async Task The_page_loads_and_refers_to_no_other_host()
    {
        await using var server = new LiveFeedServer();

        var page = await server.Http.GetStringAsync(new Uri("/swagger", UriKind.Relative), Cancelled).WithinDeadline();

        Assert.Contains("<title>LiveFeed API</title>", page, StringComparison.Ordinal);
        var references = Reference().Matches(page).Select(match => match.Groups[1].Value).ToArray();
        Assert.NotEmpty(references);
        foreach (var reference in references)
        {
            var target = new Uri(new Uri(server.Address, "/swagger/"), reference);
            Assert.Equal(server.Address.Authority, target.Authority);
            using var response = await server.Http.GetAsync(target, Cancelled).WithinDeadline();
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        var settings = Settings().Match(
            await server.Http.GetStringAsync(
                new Uri("/swagger/index.js", UriKind.Relative), Cancelled).WithinDeadline()).Value;
        Assert.Contains("v1/swagger.json", settings, StringComparison.Ordinal);
        Assert.DoesNotContain("//", settings, StringComparison.Ordinal);
        var document = await ApiDocument.ReadAsync(server);
        var servers = document.Root.GetProperty("servers").EnumerateArray();
        Assert.Equal(["/"], servers.Select(each => each.GetProperty("url").GetString())); // to where it came from
    }

    private sealed class CountingFilter(Action made) : IDocumentFilter
    {
        public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context) => made();
    }

    private static string? Mismatch(
        ApiDocument document,
        JsonElement answer,
        string method,
        string path,
        int status,
        string mediaType = "application/json") =>
        document.Mismatch(answer, document.Operation(method, path).Answer(status, mediaType).Schema, $"{method} {path}");

    private static IEnumerable<string> JsonLines(ApiContent content) => content.Examples
        .SelectMany(example => content.Text(example).Split('\n'))
        .Select(line => line.StartsWith("data: ", StringComparison.Ordinal) ? line["data: ".Length..] : line)
        .Where(line => line.StartsWith('{'));

    [GeneratedRegex("""(?:src|href)="([^"]+)""")]
    private static partial Regex Reference();

    [GeneratedRegex("var configObject = .*")]
    private static partial Regex Settings();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Parameter();
}
