using LiveFeed.Memory;
using LiveFeed.Reading;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Query;

/// <summary>What a service holds for queries.</summary>
internal sealed class Held(LiveFeedServer server)
{
    private readonly QueryLimiter _allowance = server.Services.GetRequiredService<QueryLimiter>();
    private readonly MemoryBudget _budget = server.Services.GetRequiredService<MemoryBudget>();

    internal int Open => _allowance.Count.Open;

    internal int Waiting => _allowance.Count.Waiting;

    internal int Unread => _allowance.Count.Unread;

    internal long Bytes => _budget.Held;

    /// <summary>Some are answered, and nothing of the log is held for them any more.</summary>
    internal bool IsLetGo => Open > 0 && Bytes <= Open * (QueryLimiter.AnswerBytes + 1_024);
}
