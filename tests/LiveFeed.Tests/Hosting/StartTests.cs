using System.Net;
using System.Net.Sockets;
using LiveFeed.Hosting;
using LiveFeed.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LiveFeed.Tests.Hosting;

/// <summary>Settings are checked when the service starts; a bad one stops it and is named.</summary>
public sealed class StartTests
{
    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Asked_for_help_it_says_how_it_is_started_and_exits(string ask)
    {
        var (exitCode, output) = await ServiceProcess.RunToEndAsync(ask);

        Assert.Equal(0, exitCode);
        Assert.Contains("--LiveFeed:Log:Path=", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Now listening", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LiveFeed:Log:MaxEvents", "0", "between 1 and 1000000000")]
    [InlineData("LiveFeed:Log:MaxAge", "00:00:00", "between 00:00:01 and 3650.00:00:00")]
    [InlineData("LiveFeed:Log:MaxAge", "24:00:00", "write 1.00:00:00 for 24 hours")]
    [InlineData("LiveFeed:Log:MaxAge", "24", "write 1.00:00:00 for 24 hours")]
    [InlineData("LiveFeed:Log:MaxBytes", "1GiB", "but must be a whole number of bytes")]
    [InlineData("LiveFeed:Log:Retention:0:MaxAge", "90:00:00", "write 1.00:00:00 for 24 hours")]
    [InlineData("LiveFeed:Log:Retention:0:MaxEvents", "many", "but must be a whole number")]
    [InlineData("LiveFeed:Metrics:Thresholds:0:Above", "high", "but must be a number such as 12.5")]
    [InlineData("LiveFeed:Log:MaxBytes", "10", "between 1024")]
    [InlineData("LiveFeed:Log:Path", "", "required")]
    [InlineData("LiveFeed:Log:Provider", "banana", "but must be memory, sqlite or redis")]
    [InlineData("LiveFeed:Log:Provider", "7", "but must be memory, sqlite or redis")]
    [InlineData("LiveFeed:Log:Durability", "comit", "but must be memory, async or commit")]
    [InlineData("LiveFeed:Log:OnCorruption", "delete", "but must be stop or setAside")]
    [InlineData("LiveFeed:Delivery:FlushWindow", "00:01:00", "between 00:00:00 and 00:00:10")]
    [InlineData("LiveFeed:Delivery:QueueLength", "0", "between 1 and 1000000")]
    [InlineData("LiveFeed:Delivery:Heartbeat", "soon", "but must be a time span such as 00:00:15")]
    [InlineData("LiveFeed:Delivery:Heartbeat", "00:00:00", "between 00:00:00.1000000 and 01:00:00")]
    [InlineData("LiveFeed:Delivery:Compression", "br", "but must be none or gzip")]
    [InlineData("LiveFeed:Delivery:Compression", "2", "but must be none or gzip")]
    [InlineData("LiveFeed:Delivery:Retry", "01:00:00", "between 00:00:00.0100000 and 00:10:00")]
    [InlineData("LiveFeed:Delivery:MaxLifetime", "-00:00:01", "between 00:00:00 and 30.00:00:00")]
    [InlineData("LiveFeed:Delivery:Drain", "00:05:01", "between 00:00:00 and 00:05:00")]
    [InlineData("LiveFeed:Delivery:StalledAfter", "2.00:00:00", "between 00:00:00 and 1.00:00:00")]
    [InlineData("LiveFeed:Access:Anonymous", "everything", "but must be none, subscribe or all")]
    [InlineData("LiveFeed:Access:Anonymous", "5", "but must be none, subscribe or all")]
    [InlineData("LiveFeed:Limits:Connections", "0", "between 1 and 10000000")]
    [InlineData("LiveFeed:Limits:TcpConnections", "-1", "between 0 and 20000000")]
    [InlineData("LiveFeed:Limits:TcpConnections", "1", "greater than")]
    [InlineData("LiveFeed:Limits:TopicsPerClient", "-1", "between 1 and 10000")]
    [InlineData("LiveFeed:Limits:EventBytes", "2MiB", "but must be a whole number of bytes from 1 to 1073741824")]
    [InlineData("LiveFeed:Limits:BodyBytes", "99999999999", "but must be a whole number of bytes from 1 to")]
    [InlineData("LiveFeed:Limits:BatchEvents", "100001", "between 1 and 100000")]
    [InlineData("LiveFeed:Limits:ConnectionsPerUser", "-1", "between 0 and 10000000")]
    [InlineData("LiveFeed:Limits:ConnectionsPerAddress", "-1", "between 0 and 10000000")]
    [InlineData("LiveFeed:Limits:PublishPerSecond", "-1", "between 0 and 10000000")]
    [InlineData("LiveFeed:Limits:JsonDepth", "7", "between 8 and 1000")]
    [InlineData("LiveFeed:Limits:HeaderBytes", "0", "between 1024 and 1048576")]
    [InlineData("LiveFeed:Limits:HeaderCount", "9", "between 10 and 1000")]
    [InlineData("LiveFeed:Limits:RequestHeaderTimeout", "00:00:00", "between 00:00:01 and 00:10:00")]
    [InlineData("LiveFeed:Limits:KeepAliveTimeout", "00:00:00", "between 00:00:01 and 1.00:00:00")]
    [InlineData("LiveFeed:Limits:BodyRate", "-1", "between 0 and 1073741824")]
    [InlineData("LiveFeed:Limits:BodyRateGrace", "00:00:01", "between 00:00:02 and 00:10:00")]
    [InlineData("LiveFeed:Proxies:0", "10.0.0.0/33", "network such as 10.0.0.0/8")]
    [InlineData("LiveFeed:Proxies:0", "proxy.example.com", "an address such as")]
    [InlineData("LiveFeed:Cors:Origins:0", "shop.example.com", "an origin such as")]
    [InlineData("LiveFeed:Cors:Origins:0", "https://shop.example.com/", "without a path")]
    [InlineData("LiveFeed:Cors:Origins:0", "https://*", "an origin such as")]
    [InlineData("LiveFeed:Boards:FrameAncestors", "", "required")]
    [InlineData("LiveFeed:Boards:FrameAncestors", "'self'; script-src *", "spaces between")]
    [InlineData("LiveFeed:Boards:EmbedSources:0", "https://example.com", "without https://")]
    [InlineData("LiveFeed:Boards:EmbedSources:0", "example.com; script-src *", "must be a host")]
    [InlineData("LiveFeed:Boards:Path", "", "required")]
    [InlineData("LiveFeed:Boards:Path", "/no/such/boards", "but there is no such folder")]
    [InlineData("LiveFeed:Examples:Enabled", "maybe", "but must be true or false")]
    [InlineData("LiveFeed:SocketIo:Enabled", "maybe", "but must be true or false")]
    [InlineData("LiveFeed:SocketIo:Path", "", "required")]
    [InlineData("LiveFeed:SocketIo:Path", "socket.io", "a path such as /socket.io/")]
    [InlineData("LiveFeed:SocketIo:Path", "/{room}", "a path such as /socket.io/")]
    [InlineData("LiveFeed:SocketIo:PingInterval", "00:00:00", "between 00:00:00.1000000 and 01:00:00")]
    [InlineData("LiveFeed:SocketIo:PingTimeout", "02:00:00", "between 00:00:00.1000000 and 01:00:00")]
    [InlineData("LiveFeed:SocketIo:UpgradeTimeout", "01:00:00", "between 00:00:00.1000000 and 00:10:00")]
    [InlineData("LiveFeed:SocketIo:MaxPayload", "999", "between 1000 and 16777216")]
    [InlineData("LiveFeed:SocketIo:Transports:0", "jsonp", "polling or websocket")]
    [InlineData("LiveFeed:SocketIo:AllowUpgrades", "2", "but must be true or false")]
    [InlineData("LiveFeed:SocketIo:Namespaces:0", "shop", "must begin with '/'")]
    [InlineData("LiveFeed:SocketIo:Namespaces:0", "/a,b", "no comma")]
    [InlineData("LiveFeed:SocketIo:Relay:0", "message", "something else")]
    [InlineData("LiveFeed:SocketIo:Relay:0", "disconnect", "something else")]
    [InlineData("LiveFeed:SocketIo:ConnectTimeout", "00:00:00", "between 00:00:00.1000000 and 01:00:00")]
    [InlineData("LiveFeed:SocketIo:NamespacesPerConnection", "0", "between 1 and 1000")]
    [InlineData("LiveFeed:SocketIo:Attachments", "0", "between 1 and 1000")]
    [InlineData("LiveFeed:SocketIo:PacketBytes", "1", "between 1000 and 1073741824")]
    [InlineData("LiveFeed:SocketIo:Recovery:MaxDisconnection", "00:00:00", "between 00:00:01 and 1.00:00:00")]
    public void A_bad_value_stops_the_start_and_is_named_with_its_key_and_range(string key, string value, string range)
    {
        var builder = WebApplication.CreateBuilder([$"--{key}={value}", "--hostBuilder:reloadConfigOnChange=false"]);
        builder.AddLiveFeed();
        using var services = builder.Services.BuildServiceProvider();

        var failure = Assert.ThrowsAny<Exception>(services.GetRequiredService<IStartupValidator>().Validate);

        Assert.Contains(key, failure.Message, StringComparison.Ordinal);
        Assert.Contains($"'{value}'", failure.Message, StringComparison.Ordinal);
        Assert.Contains(range, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LiveFeed:Cors:Origins", "LiveFeed__Cors__Origins__0=…")]
    [InlineData("LiveFeed:Proxies", "LiveFeed__Proxies__0=…")]
    [InlineData("LiveFeed:Metrics:Topics", "LiveFeed__Metrics__Topics__0=…")]
    [InlineData("LiveFeed:Log:Retention:0:Topics", "LiveFeed__Log__Retention__0__Topics__0=…")]
    [InlineData("LiveFeed:Access:Keys", "LiveFeed__Access__Keys__0=…")]
    public void A_plain_value_in_place_of_a_list_stops_the_start_and_is_not_quoted(string key, string variable)
    {
        var builder = WebApplication.CreateBuilder([$"--{key}=secret", "--hostBuilder:reloadConfigOnChange=false"]);
        builder.AddLiveFeed();
        using var services = builder.Services.BuildServiceProvider();

        var failure = Assert.ThrowsAny<Exception>(services.GetRequiredService<IStartupValidator>().Validate);

        Assert.Contains($"{key} must be a list: {key}:0=…, or {variable}", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_wrong_value_is_a_line_and_none_is_told_twice()
    {
        var (_, output) = await ServiceProcess.RunToEndAsync(
            "--LiveFeed:Log:MaxAge=24:00:00", "--LiveFeed:Log:Durability=comit", "--LiveFeed:Delivery:Heartbeat=soon");

        string[] lines = ["LiveFeed:Log:MaxAge is", "LiveFeed:Log:Durability is", "LiveFeed:Delivery:Heartbeat is"];
        Assert.All(lines, line => Assert.Equal(2, output.Split(line).Length));
    }

    [Fact]
    public async Task Every_origin_with_credentials_stops_the_start()
    {
        var (exitCode, output) = await ServiceProcess.RunToEndAsync(
            "--LiveFeed:Log:Provider=memory", "--LiveFeed:Cors:Origins:0=*", "--LiveFeed:Cors:Credentials=true");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("LiveFeed:Cors:Credentials", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LiveFeed:Log:MaxEvents", "0")]
    [InlineData("LiveFeed:Log:Provider", "banana")]
    [InlineData("LiveFeed:Delivery:Heartbeat", "soon")]
    public async Task The_process_ends_with_an_error_code_and_names_what_is_bad(string key, string value)
    {
        var (exitCode, output) = await ServiceProcess.RunToEndAsync("--LiveFeed:Log:Provider=memory", $"--{key}={value}");

        Assert.NotEqual(0, exitCode);
        Assert.Contains(key, output, StringComparison.Ordinal);
        Assert.Contains($"'{value}'", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--LiveFeed:Log:Path={folder}/file/feed.db", "feed.db cannot be opened")]
    [InlineData("--LiveFeed:Log:Path={folder}", "is a folder")]
    [InlineData("--LiveFeed:Log:Path=/proc/feed.db", "/proc/feed.db cannot be opened")]
    [InlineData("--Urls={taken}", "address already in use")]
    [InlineData("--Urls=banana", "banana")]
    [InlineData("--Urls=http://localhost:99999", "Urls is 'http://localhost:99999', but a port must be between 0 and 65535")]
    [InlineData("--Urls=http://localhost:-1", "Urls is 'http://localhost:-1', but")]
    [InlineData("--Kestrel:Endpoints:A:Url=http://localhost:99999", "Kestrel:Endpoints:A:Url is 'http://localhost:99999'")]
    [InlineData("--Urls= --HTTP_PORTS=99999", "HTTP_PORTS is 'http://*:99999'")]
    [InlineData("--LiveFeed:SocketIo:Path=/events", "LiveFeed:SocketIo:Path is '/events', but the service has /events")]
    [InlineData("--LiveFeed:SocketIo:Path=/topics/a/", "but the service has /topics/{**topic}")]
    [InlineData("--Urls=https://127.0.0.1:0", "certificate")]
    [InlineData(
        "--Kestrel:Endpoints:A:Url=https://127.0.0.1:0 --Kestrel:Endpoints:A:Certificate:Path={folder}/nowhere.pfx",
        "nowhere.pfx")]
    [InlineData(
        "--Kestrel:Endpoints:A:Url=https://127.0.0.1:0 --Kestrel:Endpoints:A:Certificate:Path={folder}/file", "certificate")]
    [InlineData("--Urls=http://192.0.2.1:5080 --LiveFeed:Access:Anonymous=all", "192.0.2.1:5080")]
    public async Task A_fault_that_the_operator_can_fix_is_one_line_without_a_stack(string settings, string reason)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("file"), "no certificate", TestContext.Current.CancellationToken);
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();

        var (exitCode, output) = await ServiceProcess.RunToEndAsync(
            [
                $"--LiveFeed:Log:Path={folder.File("data/feed.db")}",
                .. settings
                    .Replace("{folder}", folder.Path, StringComparison.Ordinal)
                    .Replace("{taken}", $"http://{taken.LocalEndPoint}", StringComparison.Ordinal)
                    .Split(' '),
            ]);

        Assert.Equal(1, exitCode);
        var line = Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.StartsWith("LiveFeed cannot start. ", line, StringComparison.Ordinal);
        Assert.Contains(reason, line, StringComparison.Ordinal);
    }
}
