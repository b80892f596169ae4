using System.Net;
using System.Net.Sockets;
using LiveFeed.Access;
using LiveFeed.Access.Authentication;
using LiveFeed.Access.Authorization;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Access;

/// <summary>
/// When everybody may do everything, because no setting says otherwise, other machines must not reach the service.
/// </summary>
public sealed class LoopbackTests
{
    private const string Anywhere = "http://0.0.0.0:0";

    private static readonly string[] Remedies =
        ["LiveFeed:Access:Keys", "LiveFeed:Access:Jwt", "LiveFeed:Access:Anonymous=all", "--urls http://localhost:5080"];

    [Theory]
    [InlineData("--urls=http://0.0.0.0:0")]
    [InlineData("--urls=http://*:0")]
    [InlineData("--urls=http://127.0.0.1:0;http://[::]:0")]
    [InlineData("--Kestrel:Endpoints:Wide:Url=http://0.0.0.0:0")]
    public async Task An_address_that_others_can_reach_is_refused_at_the_start_with_what_to_set(string setting)
    {
        var (exitCode, output) = await ServiceProcess.RunToEndAsync("--LiveFeed:Log:Provider=memory", setting);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("listens on loopback addresses only", output, StringComparison.Ordinal);
        foreach (var remedy in Remedies)
        {
            Assert.Contains(remedy, output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("all", HttpStatusCode.OK, HttpStatusCode.Accepted)]
    [InlineData("subscribe", HttpStatusCode.OK, HttpStatusCode.Unauthorized)]
    [InlineData("none", HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized)]
    public async Task It_listens_anywhere_when_a_setting_says_what_anonymous_clients_may_do(
        string anonymous, HttpStatusCode following, HttpStatusCode publishing)
    {
        await using var server = new LiveFeedServer(("/Urls", Anywhere), ("Access:Anonymous", anonymous));

        await AssertAsync(server, following, publishing);
    }

    [Fact]
    public async Task It_listens_anywhere_when_credentials_are_needed()
    {
        await using var tokens = new LiveFeedServer(("/Urls", Anywhere), Credentialed.BySecret);
        await using var keys = new LiveFeedServer(
            [("/Urls", Anywhere), .. Credentialed.ApiKey(0, "secret", publish: ["a"])]);

        await AssertAsync(tokens, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized);
        await AssertAsync(keys, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.8.9.10", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("0.0.0.0", true)]
    [InlineData("::", true)]
    [InlineData("192.0.2.1", true)]
    public void Any_listener_is_refused_an_address_that_others_can_reach(string address, bool isRefused)
    {
        var endpoint = new IPEndPoint(IPAddress.Parse(address), 1883);
        var closed = new AccessOptions { Jwt = new JwtOptions { SigningKey = TestToken.Secret } };

        var refusal = Record.Exception(() => LoopbackOnly.Check(endpoint, new AccessOptions()));
        Assert.Equal(isRefused, refusal is StartRefusedException);
        LoopbackOnly.Check(endpoint, closed);
    }

    [Fact]
    public void A_host_name_other_than_localhost_is_refused_and_an_endpoint_without_an_address_passes()
    {
        var open = new AccessOptions();

        Assert.Throws<StartRefusedException>(() => LoopbackOnly.Check(new DnsEndPoint("example.com", 1), open));
        LoopbackOnly.Check(new DnsEndPoint("localhost", 1), open);
        LoopbackOnly.Check(new UnixDomainSocketEndPoint("/tmp/none"), open);
        LoopbackOnly.Check(endpoint: null, open);
    }

    private static async Task AssertAsync(LiveFeedServer server, HttpStatusCode following, HttpStatusCode publishing)
    {
        using var http = new HttpClient { BaseAddress = new UriBuilder(server.Address) { Host = "127.0.0.1" }.Uri };
        var events = new Uri("/events?topic=a", UriKind.Relative);
        using var stream = await http.GetAsync(
            events, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken).WithinDeadline();
        using var answer = await http.PostEventsAsync("""{"topic":"a","data":1}""");

        Assert.Equal((following, publishing), (stream.StatusCode, answer.StatusCode));
    }
}
