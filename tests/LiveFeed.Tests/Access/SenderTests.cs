using System.Net;
using System.Security.Claims;
using LiveFeed.Access;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Tests.Access;

public sealed class SenderTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [InlineData("2001:db8:1:2:ffff::1", "2001:db8:1:2::")]
    [InlineData("2001:db8:1:3::1", "2001:db8:1:3::")]
    public void The_addresses_that_one_subscriber_has_are_one_caller(string address, string network) =>
        Assert.Equal(new Sender(null, IPAddress.Parse(network)), Sender.Of(From(address)));

    [Fact]
    public void A_user_is_named_by_its_subject_or_else_by_its_name()
    {
        Assert.Equal("ada", Of(new Claim("sub", "ada"), new Claim(ClaimTypes.Name, "Ada Lovelace")).User);
        Assert.Equal("Ada Lovelace", Of(new Claim(ClaimTypes.Name, "Ada Lovelace")).User);
    }

    [Fact]
    public void Claims_that_nobody_vouches_for_are_no_user()
    {
        var context = From("192.0.2.7");
        context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "ada")]));

        Assert.Null(Sender.Of(context).User);
    }

    [Fact]
    public void A_user_is_the_same_wherever_it_comes_from_and_who_is_none_is_its_address()
    {
        var (home, office) = (IPAddress.Parse("192.0.2.1"), IPAddress.Parse("192.0.2.2"));

        Assert.Equal(new Sender("ada", home).ByUserOrNetwork(), new Sender("ada", office).ByUserOrNetwork());
        Assert.NotEqual(new Sender(null, home).ByUserOrNetwork(), new Sender(null, office).ByUserOrNetwork());
    }

    private static Sender Of(params Claim[] claims)
    {
        var context = From("192.0.2.7");
        context.User = new ClaimsPrincipal(new ClaimsIdentity(claims, "test"));
        return Sender.Of(context);
    }

    private static DefaultHttpContext From(string address) => new() { Connection = { RemoteIpAddress = IPAddress.Parse(address) } };
}
