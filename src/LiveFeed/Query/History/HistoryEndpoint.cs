using LiveFeed.Access;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Reading;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Query.History;

/// <summary><c>GET /history</c>: what is retained, a page at a time, every event of it (nothing is conflated).</summary>
internal static class HistoryEndpoint
{
    internal const int DefaultLimit = 1_000;
    internal const int MaxLimit = 10_000;
    internal const int MaxOfEach = 100;

    internal static async Task<IResult> ReadHistory(
        HttpContext context, QueryLogReader reads, QueryLimiter allowance, AccessPolicy access, TimeProvider time)
    {
        var caller = await access.IdentifyAsync(context);
        var (request, problem) = HistoryRequest.Read(context.Request.Query, caller, allowance.Limits, time.GetUtcNow());
        return request is null ? problem! : await allowance.AnswerAsync(context, caller, lease => AnswerAsync(lease, reads, request));
    }

    private static async Task<IResult> AnswerAsync(QueryLease lease, QueryLogReader reads, HistoryRequest request)
    {
        var log = reads.Log;
        var span = await LogSpan.FindAsync(log, request.Since, request.Until, lease.Cancelled);

        // A position of another epoch is before everything: what is retained now is news to whoever has it. Where the log goes
        // on after one that it never gave out, it says itself.
        var epochs = log.Epochs;
        var asked = request.After is { } after ? epochs.SequenceOf(after) : null;
        var start = asked ?? epochs.Base;
        var range = new HistoryRange(request.Subscription, Math.Max(start, span.After), span.Through);
        var gap = request.After is { } elsewhere && asked is null
            ? new GapFrame(elsewhere, new Position(epochs.Current, 1), GapReason.Epoch)
            : null;
        var (events, leftOut) = await FindAsync(new NewestFinder(reads, lease) { Gap = gap }, request, range);
        events ??= new HistoryPages(reads, lease, range, request.Limit, asked >= span.After) { Gap = gap };
        await new HistoryAnswer(lease, events, log) { LeftOut = leftOut }.WriteAsync();
        return Results.Empty;
    }

    // Null where not the newest are asked for.
    private static async Task<(IHistoryEvents? Found, int? LeftOut)> FindAsync(NewestFinder finder, HistoryRequest request, HistoryRange range) =>
        request.NewestOfEach > 0 ? await finder.FindOfEachAsync(range, request.NewestOfEach, MaxLimit)
        : request.Newest > 0 ? (await finder.FindAsync(range, request.Newest), null)
        : (null, null);
}
