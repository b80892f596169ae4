using System.Net;
using LiveFeed.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Access;

/// <summary>What each endpoint answers each caller. An endpoint that is not in the table fails the tests.</summary>
public sealed class AccessMatrixTests(AccessMatrixServer fixture) : IClassFixture<AccessMatrixServer>
{
    // What a request at the endpoint is for, and what it is answered when it is granted.
    private static readonly (string Endpoint, string Request, string? Body, Need Need, int Granted)[] Endpoints =
    [
        ("POST /events", "/events", """{"topic":"orders/eu","data":1}""", Need.Publish, 202),
        ("POST /topics/{topic}", "/topics/orders/eu", "1", Need.Publish, 202),
        ("GET /events", "/events?topic=orders/*", null, Need.Follow, 200),
        ("GET /ws", "/ws", null, Need.Nothing, 426), // the handshake of a WebSocket: WebSocketAccessTests
        ("GET /socket.io", "/socket.io", null, Need.Nothing, 400), // each namespace asks: Streaming/SocketIo/AccessTests
        ("GET /poll", "/poll?topic=orders/*&wait=0", null, Need.Follow, 200),
        ("GET /history", "/history?topic=orders/*", null, Need.Follow, 200),
        ("GET /history/series", "/history/series?topic=orders/*", null, Need.Follow, 200),
        ("GET /history/states", "/history/states?topic=orders/*", null, Need.Follow, 200),
        ("GET /topics", "/topics", null, Need.Credentials, 200),
        ("GET /members", "/members?topic=rooms/eu", null, Need.Follow, 200),
        ("GET /clients", "/clients", null, Need.Admin, 200),
        ("GET /clients/{id}", "/clients/c-1", null, Need.Admin, 404),
        ("DELETE /clients/{id}", "/clients/c-1", null, Need.Admin, 404),
        ("PATCH /clients/{id}", "/clients/c-1", """{"subscribe":[{"topic":"orders/eu"}]}""", Need.Follow, 404),
        ("POST /clients/{id}/token", "/clients/c-1/token", null, Need.Credentials, 404),
        ("DELETE /clients", "/clients?user=nobody", null, Need.Admin, 200),
        ("POST /tickets", "/tickets", null, Need.Credentials, 200),
        ("GET /metrics", "/metrics", null, Need.Admin, 200),
        ("GET /badge.svg", "/badge.svg?topic=orders/eu", null, Need.Follow, 200),
        ("GET /sparkline.svg", "/sparkline.svg?topic=orders/eu", null, Need.Follow, 200),
        ("GET /", "/", null, Need.Nothing, 200),
        ("GET /explore", "/explore", null, Need.Nothing, 200),
        ("GET /boards", "/boards", null, Need.Nothing, 200),
        ("GET /boards/board.schema.json", "/boards/board.schema.json", null, Need.Nothing, 200),
        ("GET /boards/{name}", "/boards/host", null, Need.Nothing, 200),
        ("GET /boards/{name}.json", "/boards/host.json", null, Need.Nothing, 200),
        ("PUT /boards/{name}.json", "/boards/no.name.json", "{}", Need.Admin, 422),
        ("DELETE /boards/{name}.json", "/boards/no.name.json", null, Need.Admin, 404),
        ("GET /healthz/live", "/healthz/live", null, Need.Nothing, 200),
        ("GET /healthz/ready", "/healthz/ready", null, Need.Nothing, 200),
        ("GET /healthz/serving", "/healthz/serving", null, Need.Nothing, 200),
    ];

    // 0 stands for the answer when access is granted. In the order of Need: Nothing, Credentials, Follow, Publish, Admin.
    private static readonly Dictionary<string, int[]> Expected = new()
    {
        ["nobody"] = [0, 401, 401, 401, 401],
        ["a wrong key"] = [0, 401, 401, 401, 401],
        ["a wrong token"] = [0, 401, 401, 401, 401],
        ["an expired token"] = [0, 401, 401, 401, 401],
        ["a token for other topics"] = [0, 0, 403, 403, 403],
        ["a key for other topics"] = [0, 0, 403, 403, 403],
        ["a token for the topics"] = [0, 0, 0, 0, 403],
        ["a key for the topics"] = [0, 0, 0, 0, 403],
        ["a token to follow"] = [0, 0, 0, 403, 403],
        ["a key to publish"] = [0, 0, 403, 0, 403],
        ["an administrator's token"] = [0, 0, 0, 0, 0],
        ["an administrator's key"] = [0, 0, 0, 0, 0],
    };

    private enum Need
    {
        Nothing,
        Credentials,
        Follow,
        Publish,
        Admin,
    }

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var (endpoint, _, _, _, _) in Endpoints)
        {
            foreach (var caller in Expected.Keys)
            {
                cases.Add(endpoint, caller);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task An_endpoint_answers_each_caller_as_the_table_says(string endpoint, string caller)
    {
        var (_, request, body, need, granted) = Endpoints.Single(row => row.Endpoint == endpoint);
        var expected = Expected[caller][(int)need] is > 0 and var refused ? refused : granted;

        using var response = await fixture.Server.SendAsync(
            endpoint.Split(' ')[0], request, AccessMatrixServer.HeadersOf(caller), body);

        Assert.Equal(expected, (int)response.StatusCode);
        switch (response.StatusCode)
        {
            case HttpStatusCode.Unauthorized:
                await response.ReadProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
                Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
                break;
            case HttpStatusCode.Forbidden:
                await response.ReadProblemAsync(HttpStatusCode.Forbidden, "forbidden");
                Assert.Empty(response.Headers.WwwAuthenticate);
                break;
        }
    }

    [Fact]
    public void Every_endpoint_that_is_mapped_is_in_the_table_and_no_other()
    {
        var mapped =
            from endpoint in fixture.Server.Services
                .GetRequiredService<EndpointDataSource>().Endpoints
                .OfType<RouteEndpoint>()
            from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
            where method != HttpMethods.Connect // the same as GET /ws, over HTTP/2
            select $"{method} /{endpoint.RoutePattern.RawText!.TrimStart('/').Replace("**", "", StringComparison.Ordinal)}";

        Assert.Equal(mapped.Order(), Endpoints.Select(row => row.Endpoint).Order());
    }
}
