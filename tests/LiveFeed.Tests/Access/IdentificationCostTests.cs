using System.Security.Cryptography;
using LiveFeed.Access;
using LiveFeed.Access.Authentication;
using LiveFeed.Events;
using LiveFeed.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace LiveFeed.Tests.Access;

/// <summary>What it costs to identify a caller, as far as it can be counted.</summary>
public sealed class IdentificationCostTests
{
    private static readonly TopicName Topic = TopicName.Parse("a/b");

    [Fact]
    public void Without_configured_credentials_a_request_is_identified_without_allocation_and_without_a_look_at_its_headers()
    {
        using var policy = new AccessPolicy(Options.Create(new AccessOptions()), TimeProvider.System);
        var context = new DefaultHttpContext();
        context.Request.Headers.Authorization = "Bearer nonsense";
        Ask(policy, context);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Ask(policy, context);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public async Task A_token_that_was_good_is_not_checked_again()
    {
        using var rsa = RSA.Create(2_048);
        using var policy = new AccessPolicy(
            Options.Create(new AccessOptions { Jwt = new JwtOptions { SigningKey = rsa.ExportSubjectPublicKeyInfoPem() } }),
            TimeProvider.System);
        var context = new DefaultHttpContext();
        context.Request.Headers.Authorization = $"Bearer {TestToken.For("a/*").By(rsa)}";

        var first = await policy.IdentifyAsync(context);
        var again = await policy.IdentifyAsync(context);

        Assert.Null(first.MayPublish(Topic));
        Assert.Same(first, again);
    }

    [Fact]
    public async Task A_credential_identifies_the_same_caller_whatever_protocol_brought_it()
    {
        using var rsa = RSA.Create(2_048);
        var options = new AccessOptions { Jwt = new JwtOptions { SigningKey = rsa.ExportSubjectPublicKeyInfoPem() } };
        using var policy = new AccessPolicy(Options.Create(options), TimeProvider.System);
        var token = TestToken.For("a/*").By(rsa);
        var context = new DefaultHttpContext();
        context.Request.Headers.Authorization = $"Bearer {token}";

        var byRequest = await policy.IdentifyAsync(context);
        var byItself = await policy.IdentifyAsync(new Credentials(token), TestContext.Current.CancellationToken);
        var asKey = await policy.IdentifyAsync(new Credentials(token, IsKey: true), TestContext.Current.CancellationToken);

        Assert.Same(byRequest, byItself);
        Assert.NotNull(asKey.MayPublish(Topic));
        var nobody = await policy.IdentifyAsync(credentials: null, TestContext.Current.CancellationToken);
        Assert.NotNull(nobody.MayPublish(Topic));
    }

    private static void Ask(AccessPolicy policy, HttpContext context)
    {
        var asked = policy.IdentifyAsync(context);
        var caller =
            asked.IsCompletedSuccessfully ? asked.Result : throw new InvalidOperationException("it waits for something");
        Assert.Null(caller.MayPublishAnything());
        Assert.Null(caller.MayPublish(Topic));
    }
}
