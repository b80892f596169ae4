using LiveFeed.Log;

namespace LiveFeed.Tests.Log;

public sealed class SqliteEventLogAtCommitTests : SqliteEventLogSpecification
{
    private protected override LogDurability Durability => LogDurability.Commit;
}
