using CsCheck;
using LiveFeed.Http;
using LiveFeed.Tests.Support;
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
            "2026-01-31T10:00:00Z",
            "0001-01-01T00:00:00+14:00",
            "9999-12-31T23:59:59.9999999-14:00",
            "T",
            "2026-02-30T00:00:00Z",
            "10:00T"));

    [Fact]
    public void Any_values_are_read_within_bounds_or_are_one_problem_of_the_clients() =>
        Value.Array[1, 4].AllMust(
            values =>
            {
                var query = new QueryParameters();
                string? text = new StringValues(values);
                var patterns = query.Patterns("x", values, most: 3);
                _ = (query.Pattern("x", values), query.Position("x", text), query.Flag("x", text));
                _ = query.Moment("x", text, TestEvents.Noon);
                var number = query.Number("x", text, 1, 100, otherwise: 7);

                Assert.Equal(patterns.Distinct().Count(), patterns.Count);
                Assert.InRange(number, 1, 100);
                Assert.True(query.Problem is null or { Kind.Status: 400 or 422, Errors.Count: 1, Detail.Length: > 0 });
            },
            share: 20);
}
