using LiveFeed.Clients.Renewing;
using LiveFeed.Events;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Clients.Renewing;

public sealed class StreamAccessTests
{
    private static readonly DateTimeOffset Noon = TestEvents.Noon;
    private static readonly TopicPattern[] Followed = [TopicPattern.Parse("a/*"), TopicPattern.Parse("b")];
    private static readonly AccessGrant Ada = Grant("ada", 10);

    [Fact]
    public void Newer_credentials_of_the_same_user_move_the_end()
    {
        var access = new StreamAccess(Ada);

        Assert.Equal(new RenewedAccess(RenewalOutcome.Renewed, Noon.AddMinutes(20)), Renew(access, Grant("ada", 20)));
        Assert.False(access.TryEnd(Noon.AddMinutes(10)));
        Assert.True(access.TryEnd(Noon.AddMinutes(20)));
    }

    [Fact]
    public void The_same_credentials_again_change_nothing_and_are_no_error()
    {
        var access = new StreamAccess(Ada);

        Assert.Equal(RenewalOutcome.Renewed, Renew(access, Ada).Outcome);
        Assert.Equal(Ada.Expires, access.Grant.Expires);
    }

    [Theory]
    [InlineData("bob", null, 20, "**", RenewalOutcome.OtherUser)]
    [InlineData(null, null, 20, "**", RenewalOutcome.OtherUser)]
    [InlineData(null, "shop", null, "**", RenewalOutcome.OtherUser)]
    [InlineData("ada", null, 9, "**", RenewalOutcome.Sooner)]
    [InlineData("ada", null, 20, "a/**", RenewalOutcome.MayNotFollow)]
    [InlineData("ada", null, null, "**", RenewalOutcome.Renewed)]
    public void Others_are_refused_and_the_stream_keeps_what_it_has(
        string? user, string? key, int? minutes, string follow, object outcome)
    {
        var access = new StreamAccess(Ada);

        var answer = Renew(access, Grant(user, minutes, follow) with { Key = key });

        Assert.Equal(outcome, answer.Outcome);
        Assert.Equal((RenewalOutcome)outcome == RenewalOutcome.Renewed ? null : Ada.Expires, access.Grant.Expires);
    }

    [Fact]
    public void A_topic_that_may_not_be_followed_any_more_is_named()
    {
        var answer = Renew(new StreamAccess(Ada), Grant("ada", 20, "a/**"));

        Assert.Equal("b", Assert.Single(answer.Forbidden).Text);
    }

    [Fact]
    public void A_stream_without_an_end_takes_no_credentials_that_have_one()
    {
        var access = new StreamAccess(Grant("ada", null));

        Assert.Equal(new RenewedAccess(RenewalOutcome.Sooner), Renew(access, Ada));
        Assert.False(access.TryEnd(DateTimeOffset.MaxValue));
    }

    [Fact]
    public void What_has_ended_is_not_renewed()
    {
        var access = new StreamAccess(Ada);

        Assert.True(access.TryEnd(Noon.AddMinutes(10)));

        Assert.False(access.TryEnd(Noon.AddMinutes(11)));
        Assert.Equal(RenewedAccess.Left, Renew(access, Grant("ada", 20)));
    }

    [Fact]
    public void A_renewal_that_succeeds_is_never_followed_by_the_old_end()
    {
        var outcomes = new HashSet<(bool Ended, RenewalOutcome Renewal)>();
        for (var round = 0; round < 2_000; round++)
        {
            var access = new StreamAccess(Ada);
            var (ended, renewal) = (false, RenewalOutcome.Left);
            Parallel.Invoke(
                () => ended = access.TryEnd(Noon.AddMinutes(10)),
                () => renewal = Renew(access, Grant("ada", 20)).Outcome);
            outcomes.Add((ended, renewal));
        }

        Assert.Subset(
            new HashSet<(bool, RenewalOutcome)> { (true, RenewalOutcome.Left), (false, RenewalOutcome.Renewed) }, outcomes);
    }

    [Fact]
    public void Of_many_renewals_at_once_the_one_that_lasts_longest_counts()
    {
        var access = new StreamAccess(Ada);

        Parallel.For(11, 1_000, minutes => Renew(access, Grant("ada", minutes)));

        Assert.Equal(Noon.AddMinutes(999), access.Grant.Expires);
    }

    private static RenewedAccess Renew(StreamAccess access, AccessGrant newer) => access.Renew(newer, [.. Followed]);

    private static AccessGrant Grant(string? user, int? minutes, string follow = "**") => new()
    {
        User = user,
        Expires = minutes is { } end ? Noon.AddMinutes(end) : null,
        Follow = [TopicPattern.Parse(follow)],
    };
}
