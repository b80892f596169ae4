using CsCheck;
using LiveFeed.Access.Limits;
using LiveFeed.Memory;
using LiveFeed.Reading;
using LiveFeed.Scheduling;
using LiveFeed.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Properties;

/// <summary>
/// Senders come and go in any order. No limit is exceeded, nobody waits while there is a place, and every query ends.
/// </summary>
public sealed class QueryQueueProperties
{
    private static readonly LimitsOptions Limits = new() { Queries = 5, QueriesPerSender = 2 };

    // A sender that comes, or (negative) a query that goes.
    private static readonly Gen<int[]> Steps = Gen.Frequency((3, Gen.Int[0, 3]), (2, Gen.Int[-20, -1])).Array[1, 200];

    [Fact]
    public void Places_are_given_fairly_and_never_twice()
    {
        Steps.AllMust(steps =>
        {
            using var work = new LowPriorityWork(1);
            using var metrics = new LiveFeedMetrics(new Meters());
            var budget = new MemoryBudget(3 * QueryLimiter.AnswerBytes);
            using var allowance = new QueryLimiter(Options.Create(Limits), budget, work, new FakeTimeProvider(), metrics);
            var line = new QueryQueue(Limits);
            var (here, open) = (new List<QueryLease>(), new HashSet<QueryLease>());
            foreach (var step in steps)
            {
                if (step >= 0)
                {
                    var place = new QueryLease(new DefaultHttpContext(), new Sender($"user {step}", null, null), allowance);
                    var refusal = line.Join(place);
                    Assert.Equal(
                        here.Count(other => !open.Contains(other) && other.Sender == place.Sender) >= 8 ||
                        here.Count - open.Count >= 20,
                        refusal is not null);
                    if (refusal is null)
                    {
                        here.Add(place);
                    }
                }
                else if (here.Count > 0)
                {
                    Leave(here[-step % here.Count]);
                }

                Admit();
                Check();
            }

            while (here.Count > 0)
            {
                Leave(open.First());
                Admit();
            }

            Assert.Equal((0, 0, 0L), (line.Open, line.Waiting, budget.Held));

            void Leave(QueryLease place)
            {
                line.Leave(place);
                place.Dispose();
                here.Remove(place);
                open.Remove(place);
            }

            void Admit()
            {
                while (line.Admit() is { } next)
                {
                    Assert.True(open.Add(next));
                    Assert.Same(
                        here.First(place => place.Sender == next.Sender && (place == next || !open.Contains(place))), next);
                }
            }

            void Check()
            {
                Assert.Equal((open.Count, here.Count - open.Count), (line.Open, line.Waiting));
                Assert.InRange(open.Count, 0, 3); // the memory is less than the places
                Assert.All(open.CountBy(place => place.Sender), sender =>
                    Assert.InRange(sender.Value, 1, Limits.QueriesPerSender));
                var isFull = open.Count == 3;
                Assert.All(
                    here.Where(place => !open.Contains(place)),
                    waiting => Assert.True(
                        isFull || open.Count(place => place.Sender == waiting.Sender) == Limits.QueriesPerSender));
            }
        });
    }
}
