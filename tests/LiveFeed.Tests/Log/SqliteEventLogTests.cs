using LiveFeed.Log;

namespace LiveFeed.Tests.Log;

public sealed class SqliteEventLogTests : SqliteEventLogSpecification
{
    private protected override LogDurability Durability => LogDurability.Async;
}
