using LiveFeed.Log;
using Microsoft.Extensions.Options;

namespace LiveFeed.Tests.Log;

public sealed class MemoryEventLogTests : EventLogSpecification
{
    private protected override IEventLog Open(IOptions<LogOptions> options) => new MemoryEventLog(options, Time);
}
