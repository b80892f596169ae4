using System.Net;
using LiveFeed.Access.Limits;
using LiveFeed.Access.Authorization;

namespace LiveFeed.Tests.Access;

public sealed class SenderTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [InlineData("2001:db8:1:2:ffff::1", "2001:db8:1:2::")]
    [InlineData("2001:db8:1:3::1", "2001:db8:1:3::")]
    public void The_addresses_that_one_subscriber_has_are_one_sender(string address, string network) => Assert.Equal(
        new Sender(null, null, IPAddress.Parse(network)),
        Sender.Of(IPAddress.Parse(address), Caller.Without(Rights.Nothing)));

    [Fact]
    public void A_sender_with_credentials_is_one_from_any_address_and_without_them_it_is_its_address()
    {
        var (home, office) = (IPAddress.Parse("192.0.2.1"), IPAddress.Parse("192.0.2.2"));

        Assert.Equal(
            new Sender("ada", null, home).ByCredentialsOrNetwork(),
            new Sender("ada", null, office).ByCredentialsOrNetwork());
        Assert.Equal(
            new Sender(null, "web", home).ByCredentialsOrNetwork(),
            new Sender(null, "web", office).ByCredentialsOrNetwork());
        Assert.NotEqual(
            new Sender(null, "ada", home).ByCredentialsOrNetwork(), new Sender("ada", null, home).ByCredentialsOrNetwork());
        Assert.NotEqual(
            new Sender(null, null, home).ByCredentialsOrNetwork(), new Sender(null, null, office).ByCredentialsOrNetwork());
    }
}
