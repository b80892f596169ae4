using LiveFeed.Looking.Answers;
using LiveFeed.Memory;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Looking;

/// <summary>What a service holds for queries.</summary>
internal sealed class Held(LiveFeedServer server)
{
    private readonly QueryAllowance _allowance = server.Services.GetRequiredService<QueryAllowance>();
    private readonly MemoryBudget _budget = server.Services.GetRequiredService<MemoryBudget>();

    internal int Open => _allowance.Count.Open;

    internal int Waiting => _allowance.Count.Waiting;

    internal int Unread => _allowance.Count.Unread;

    internal long Bytes => _budget.Held;

    /// <summary>Some are answered, and nothing of the log is held for them any more.</summary>
    internal bool IsLetGo => Open > 0 && Bytes <= Open * (QueryAllowance.AnswerBytes + 1_024);
}
