using LiveFeed.Access;
using LiveFeed.Access.Authorization;
using LiveFeed.Bodies;
using LiveFeed.Http;
using LiveFeed.Ingest.Ndjson;
using LiveFeed.Publishing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace LiveFeed.Ingest.Rest;

/// <summary>A <c>POST /events</c> whose body is NDJSON: it is read line by line, and answered once it ends.</summary>
internal static class NdjsonRequest
{
    internal static async Task<Results<AcceptedResult, FeedProblem>> PublishAsync(
        HttpContext context, BodyReader bodies, AccessPolicy access, NdjsonPublish publish, CancellationToken stopping)
    {
        // A producer may keep its request open and say nothing for hours; Kestrel would end it after seconds.
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        using var hold = bodies.NewHold();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await publish.ReadAsync(context.Request.BodyReader, hold, bodies.NewPace(), bodies.Work, end.Token);
        }
        catch (OperationCanceledException)
            when (stopping.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            return new FeedProblem(ProblemKind.Unavailable, "The service is stopping.")
            {
                Extensions = Extensions(publish.Answer),
            };
        }
        catch (PublishRefusedException e)
        {
            return await DiagnosticsAccess.ProblemOfAsync(
                e.Refusal with { Details = Extensions(publish.Answer) }, context, access);
        }
        catch (Exception e) when (BodyErrors.RefusalOf(e) is { } refusal)
        {
            // Throws, so TruncatedBodies also closes the connection, which has no other use.
            throw new BodyRefusedException(refusal with { Details = Extensions(publish.Answer) }, e);
        }

        return AnswerOf(publish);
    }

    private static Results<AcceptedResult, FeedProblem> AnswerOf(NdjsonPublish publish) => publish.NothingAccepted
        ? new FeedProblem(ProblemKind.NothingAccepted, publish.Answer.Rejected![0].Error)
        {
            Extensions = Extensions(publish.Answer),
        }
        : new AcceptedResult(publish.Answer);

    // So that a producer knows what to send again.
    private static Dictionary<string, object?> Extensions(PublishAnswer answer) => new()
    {
        ["accepted"] = answer.Accepted,
        ["positions"] = answer.Positions,
        ["duplicates"] = answer.Duplicates,
        ["rejected"] = answer.Rejected,
    };
}
