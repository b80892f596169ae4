using LiveFeed.Access;
using LiveFeed.Clients;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Http;
using LiveFeed.Log;
using LiveFeed.Reading;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LiveFeed.Query.History;

/// <summary><c>GET /history</c>: what is retained, a page at a time, every event of it (nothing is conflated).</summary>
internal static class HistoryEndpoint
{
    internal const int DefaultLimit = 1_000;
    internal const int MaxLimit = 10_000;
    internal const int MaxOfEach = 100;

    internal static FeedProblem[] Examples =>
    [
        FeedProblem.At(ProblemKind.Malformed, "limit", "must be a whole number from 1 to 10000"),
        FeedProblem.At(ProblemKind.Malformed, "newest", "cannot be given together with limit"),
        FeedProblem.At(
            ProblemKind.Malformed,
            "since",
            "must be a time such as 2026-01-31T10:00:00Z, or a time span back from now such as 00:05:00; " +
            "write 1.00:00:00 for 24 hours"),
        .. QueryExamples.OfTopics,
    ];

    /// <summary>Read retained events</summary>
    /// <remarks>
    /// A page of retained events, oldest first. For the next page, send <c>next</c> as <c>after</c>, until <c>events</c> is
    /// empty: a page may have fewer events than asked for, about 16 MiB of large ones. To follow from there without a gap,
    /// send it to <c>GET /events</c> as <c>lastEventId</c>. With <c>newest</c> or <c>newestOfEach</c> the page has the
    /// newest events instead, of any age. A client that reads nothing for 30 s (<c>LiveFeed:Limits:QueryStalledAfter</c>) is
    /// cut off.
    /// </remarks>
    /// <response code="200">The page.</response>
    /// <response code="400">A parameter cannot be read.</response>
    /// <response code="401">
    /// The request needs credentials and has none, or they are not valid (<c>LiveFeed:Access:Anonymous</c>).
    /// </response>
    /// <response code="403">The credentials do not cover all of the request.</response>
    /// <response code="422">A topic is no pattern, or there are too many.</response>
    /// <response code="503">
    /// The max number of queries runs, or they hold the max memory; the log cannot be read; or the authority that signs
    /// tokens could not be reached since the start.
    /// </response>
    internal static async Task<Results<StreamedJson<HistoryPage>, FeedProblem>> ReadHistory(
        [AsParameters] HistoryParameters parameters,
        HttpContext context,
        QueryLogReader reads,
        QueryLimiter allowance,
        AccessPolicy access,
        TimeProvider time)
    {
        var caller = await access.IdentifyAsync(context);
        var (request, problem) = HistoryRequest.Read(parameters, caller, allowance.Limits, time.GetUtcNow());
        problem ??= await allowance.AnswerAsync(context, caller, lease => AnswerAsync(lease, reads, request!));
        return problem is null ? StreamedJson<HistoryPage>.Written : problem;
    }

    private static async Task AnswerAsync(QueryLease lease, QueryLogReader reads, HistoryRequest request)
    {
        var log = reads.Log;
        var (start, gap) = await StartAsync(log, request.After, lease.Cancelled);
        var span = await LogSpan.FindAsync(log, request.Since, request.Until, lease.Cancelled);
        var range = new HistoryRange(request.Subscription, Math.Max(start, span.After), span.Through);
        var (events, leftOut) = await FindAsync(new NewestFinder(reads, lease) { Gap = gap }, request, range);
        var hasPosition = request.After is not null && gap?.Reason is not GapReason.Epoch && start >= span.After;
        events ??= new HistoryPages(reads, lease, range, request.Limit, hasPosition) { Gap = gap };
        await new HistoryAnswer(lease, events, log) { LeftOut = leftOut }.WriteAsync();
    }

    // As for a stream: a position of another epoch is before everything, and one that was never given out is a loss.
    private static async ValueTask<(long Start, GapFrame? Gap)> StartAsync(
        IEventLog log, Position? asked, CancellationToken cancelled)
    {
        if (asked is not { } position)
        {
            return (log.Epochs.Base, null);
        }

        var mayBeAhead = await log.ReachAsync(position, cancelled);
        ClientStart.Resume(position, log, mayBeAhead, out var first, out var start);
        return (start, first.OfType<GapFrame>().FirstOrDefault());
    }

    // Null when the request does not ask for the newest.
    private static async Task<(IHistoryEvents? Found, int? LeftOut)> FindAsync(
        NewestFinder finder, HistoryRequest request, HistoryRange range) =>
        request.NewestOfEach > 0 ? await finder.FindOfEachAsync(range, request.NewestOfEach, MaxLimit)
        : request.Newest > 0 ? (await finder.FindAsync(range, request.Newest), null)
        : (null, null);
}
