using CsCheck;
using LiveFeed.Http;
using LiveFeed.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace LiveFeed.Tests.Properties;

public sealed class QueryProperties
{
    private static readonly Gen<string> Value = Gen.OneOf(
        Words.Any,
        Words.Pattern,
        Gen.OneOf("true", "FALSE", "0", "1", "-1", "+1", "007", "99999999999", "1e3", "٣", "nan"),
        Gen.OneOf("00:05:00", "1.00:00:00", "-00:00:01", "10675199.02:48:05.4775807", "99999999:0", "24:00:00", ":"),
        Gen.OneOf(
            "2026-01-31T10:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.9999999-14:00", "T", "2026-02-30T00:00:00Z", "10:00T"));

    [Fact]
    public void Any_values_are_read_within_bounds_or_are_one_problem_of_the_clients() =>
        Value.Array[1, 4].AllMust(
            values =>
            {
                var query = new QueryParameters(new QueryCollection(new Dictionary<string, StringValues> { ["x"] = values }));
                var patterns = query.Patterns("x", most: 3);
                _ = (query.Pattern("x"), query.Position("x"), query.Flag("x"), query.Moment("x", TestEvents.Noon));
                var number = query.Number("x", 1, 100, otherwise: 7);

                Assert.Equal(patterns.Distinct().Count(), patterns.Count);
                Assert.InRange(number, 1, 100);
                Assert.True(query.Problem is null or { Kind.Status: 400 or 422, Errors.Count: 1, Detail.Length: > 0 });
            },
            share: 20);

    [Fact]
    public void What_one_parameter_may_be_does_not_depend_on_another() =>
        Gen.Select(Value, Value).AllMust(
            (one, other) =>
            {
                var alone = Read(new() { ["x"] = one });
                var together = Read(new() { ["x"] = one, ["y"] = other });

                Assert.Equal(alone, together);
            },
            share: 20);

    private static (int, bool, DateTimeOffset?, string?) Read(Dictionary<string, StringValues> values)
    {
        var query = new QueryParameters(new QueryCollection(values));
        return (query.Number("x", 0, 50, 5), query.Flag("x"), query.Moment("x", TestEvents.Noon), query.Problem?.Detail);
    }
}
