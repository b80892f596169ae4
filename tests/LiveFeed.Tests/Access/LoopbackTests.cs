using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Access;

/// <summary>Without access control the service must not be reachable from other machines.</summary>
public sealed class LoopbackTests
{
    [Theory]
    [InlineData("--urls=http://0.0.0.0:0")]
    [InlineData("--urls=http://*:0")]
    [InlineData("--urls=http://127.0.0.1:0;http://[::]:0")]
    [InlineData("--Kestrel:Endpoints:Wide:Url=http://0.0.0.0:0")]
    public async Task An_address_that_others_can_reach_is_refused_at_the_start(string setting)
    {
        var (exitCode, output) = await ServiceProcess.RunToEndAsync("--LiveFeed:Log:Provider=memory", setting);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("listens on loopback addresses only", output, StringComparison.Ordinal);
    }
}
