using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace LiveFeed.Tests.Hosting.Listening;

/// <summary>A connection on which nothing comes; it says whether it was ended.</summary>
internal sealed class IdleClient : ConnectionContext
{
    public override string ConnectionId { get; set; } = "test";

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

    public override IDuplexPipe Transport { get; set; } = null!;

    internal bool IsEnded { get; private set; }

    public override void Abort(ConnectionAbortedException abortReason) => IsEnded = true;
}
