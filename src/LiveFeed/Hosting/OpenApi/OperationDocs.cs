using LiveFeed.Access;
using LiveFeed.Hosting.Health;
using LiveFeed.Http.Docs;

namespace LiveFeed.Hosting.OpenApi;

/// <summary>What those who run the service look at, described.</summary>
internal static class OperationDocs
{
    internal static GroupDoc Group { get; } = new("Operate", "For those who run the service.");

    internal static EndpointDoc Live { get; } = new("Is the process alive?", "For a supervisor that restarts what does not answer. Nothing is checked.")
    {
        Answers = [new(200, "It answers.", Health("live", "Alive", """{"status":"healthy","checks":{}}"""))],
    };

    internal static EndpointDoc Ready { get; } = new("Can the service do its work?", "For a load balancer: whether the log can take events, and the service is not stopping.")
    {
        Parameters = [AccessDocs.Token],
        Answers =
        [
            new(200, "It can.", Health("ready", "Ready", """{"status":"healthy","checks":{"log":"healthy"}}""")),
            new(503, "It cannot. `checks` says why to who asks on the same machine, or may administer; else `unhealthy`.", Health("disk-full", "The log cannot be written", """
                {"status":"unhealthy","checks":{"log":"the log cannot be written: SQLite Error 13: 'database or disk is full'."}}
                """)),
        ],
    };

    internal static EndpointDoc Metrics { get; } = new("Metrics for Prometheus", "Of the feed (`livefeed_…`), the .NET runtime, and the HTTP server. With `LiveFeed:Access:OpenMetrics` they need no credentials.")
    {
        Parameters = [AccessDocs.Token],
        Answers =
        [
            new(200, "The metrics: as OpenMetrics when `Accept` asks for it, else as Prometheus text.", Exposition("text/plain; version=0.0.4"), Exposition("application/openmetrics-text; version=1.0.0", "# EOF\n")),
            AccessDocs.NoCredentials,
            AccessDocs.MayNotAdminister,
            AccessDocs.AuthorityAway,
        ],
    };

    private static BodyDoc Health(string name, string summary, string text) =>
        new(BodyDoc.Json, typeof(HealthAnswer), new ExampleDoc(name, summary, text));

    private static BodyDoc Exposition(string mediaType, string end = "") => new(mediaType, typeof(string), new ExampleDoc(
        "metrics", "A gauge", $"# TYPE livefeed_log_head gauge\n# HELP livefeed_log_head Sequence of the newest readable event; each start begins after a jump\nlivefeed_log_head 106\n{end}"));
}
