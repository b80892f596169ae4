using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace LiveFeed.Telemetry;

/// <summary>All instruments of LiveFeed with their names and units, and the source of its traces.</summary>
internal sealed class LiveFeedMetrics : IDisposable
{
    internal const string Name = "LiveFeed";

    // From a socket write up to a stuck disk.
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries =
            [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    };

    // From one event up to a whole group.
    private static readonly InstrumentAdvice<long> Events =
        new() { HistogramBucketBoundaries = [1, 4, 16, 64, 256, 1_024, 4_096] };

    private readonly Meter _meter;
    private readonly Counter<long> _received;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _gaps;
    private readonly Counter<long> _conflated;
    private readonly Counter<long> _unencodable;
    private readonly Histogram<double> _appends;
    private readonly Histogram<double> _commits;
    private readonly Histogram<long> _commitSizes;
    private readonly Histogram<double> _turns;
    private readonly Histogram<double> _flushes;
    private readonly Counter<long> _disconnected;
    private readonly UpDownCounter<long> _connected;
    private readonly Counter<long> _clientsRejected;
    private readonly Counter<long> _queriesRejected;
    private readonly Counter<long> _connectionsEnded;
    private readonly Counter<long> _linesLeftOut;
    private long _totalReceived; // by Interlocked
    private long _totalDelivered; // by Interlocked

    public LiveFeedMetrics(IMeterFactory factory)
    {
        _meter = factory.Create(Name);
        _received = EventCounter("livefeed.events.received", "Events accepted from producers and the publisher service");
        _duplicates = EventCounter("livefeed.events.duplicates", "Events whose id was stored already");
        _rejected = EventCounter("livefeed.events.rejected", "Requests and lines refused, by problem");
        _meter.CreateObservableCounter(
            "livefeed.events.delivered", () => TotalDelivered, "{event}", "Events written to clients");
        _gaps = Counter("livefeed.gaps", "{gap}", "Clients told that events they should have had are no longer there");
        _conflated = EventCounter(
            "livefeed.events.conflated", "Events left out for a later value of their key, for clients that were behind");
        _unencodable = EventCounter(
            "livefeed.events.unencodable",
            "Events that cannot be encoded, once for each form: clients get a gap in their place");
        _appends = Durations(
            "livefeed.log.append.duration", "From a batch given to the log to its answer, at the configured durability");
        _commits = Durations(
            "livefeed.log.commit.duration", "Transactions of the log's file, sync included where there is one");
        _commitSizes = _meter.CreateHistogram<long>(
            "livefeed.log.commit.size", "{event}", "Events of a transaction of the log's file", tags: null, Events);
        _turns = Durations(
            "livefeed.delivery.turn.duration",
            "Turns of a lane with something new: until the last of its clients was offered it");
        _flushes = Durations(
            "livefeed.delivery.flush.duration", "Writes to clients that had to wait for room, from begin to end");
        _connected = _meter.CreateUpDownCounter<long>(
            "livefeed.clients.connected", "{client}", "Clients connected now, by transport");
        _clientsRejected = Counter("livefeed.clients.rejected", "{client}", "Clients not let in, by transport and reason");
        _queriesRejected = Counter(
            "livefeed.queries.rejected", "{query}", "Queries refused, or ended before their answer was complete, by reason");
        _connectionsEnded = Counter(
            "livefeed.connections.ended", "{connection}", "TCP connections ended as places ran out, by reason");
        _linesLeftOut = Counter(
            "livefeed.console.left.out",
            "{line}",
            "Lines of the web server that were not written, as the same was written less than a minute before");
        _disconnected = Counter("livefeed.clients.disconnected", "{client}", "Clients that left, by transport and reason");
    }

    internal static ActivitySource Activities { get; } = new(Name);

    internal long TotalReceived => Interlocked.Read(ref _totalReceived);

    internal long TotalDelivered => Interlocked.Read(ref _totalDelivered);

    /// <summary>Adds a gauge. It is read only when metrics are collected.</summary>
    internal void Observe(string name, string unit, string description, Func<long> read) =>
        _meter.CreateObservableGauge(name, read, unit, description);

    /// <summary>
    /// Starts the counters that alerts use at 0. When a counter appears only with its first fault, an alert sees no
    /// increase. Call this after a listener is there.
    /// </summary>
    internal void CountFromZero(
        string transport,
        IEnumerable<string> disconnectReasons,
        IEnumerable<string> rejectReasons,
        IEnumerable<string> problems)
    {
        _gaps.Add(0);
        _linesLeftOut.Add(0);
        foreach (var end in Enum.GetValues<ConnectionEnd>())
        {
            _connectionsEnded.Add(0, Tag("reason", NameOf(end)));
        }

        foreach (var reason in disconnectReasons)
        {
            _disconnected.Add(0, Tag("transport", transport), Tag("reason", reason));
        }

        foreach (var reason in rejectReasons)
        {
            _clientsRejected.Add(0, Tag("transport", transport), Tag("reason", reason));
        }

        foreach (var problem in problems)
        {
            _rejected.Add(0, Tag("problem", problem));
        }
    }

    /// <summary>Does the same for the counter of rejected queries.</summary>
    internal void CountQueriesFromZero(IEnumerable<string> reasons)
    {
        foreach (var reason in reasons)
        {
            _queriesRejected.Add(0, Tag("reason", reason));
        }
    }

    /// <summary>The start of a duration.</summary>
    internal static long Now => Stopwatch.GetTimestamp();

    internal void Received(int events, int duplicates)
    {
        Interlocked.Add(ref _totalReceived, events);
        _received.Add(events);
        if (duplicates > 0)
        {
            _duplicates.Add(duplicates);
        }
    }

    /// <param name="problem">The last part of a problem type, from a closed set.</param>
    internal void Rejected(string problem) => _rejected.Add(1, Tag("problem", problem));

    /// <summary>Only one addition, because every write to every client calls it.</summary>
    internal void Delivered(int events) => Interlocked.Add(ref _totalDelivered, events);

    internal void Gap() => _gaps.Add(1);

    internal void EncodingFailed() => _unencodable.Add(1);

    internal void Conflated(long events) => _conflated.Add(events);

    internal void Appended(long since) => Record(_appends, since);

    internal void Committed(int events, long since)
    {
        Record(_commits, since);
        _commitSizes.Record(events);
    }

    internal void TookTurn(long since) => Record(_turns, since);

    internal void Flushed(long since) => Record(_flushes, since);

    internal void Connected(string transport) => _connected.Add(1, Tag("transport", transport));

    /// <param name="transport">How the client connected.</param>
    /// <param name="reason">From a closed set.</param>
    internal void ClientRejected(string transport, string reason) => _clientsRejected.Add(
        1, Tag("transport", transport), Tag("reason", reason));

    internal void Disconnected(string transport, string reason)
    {
        _connected.Add(-1, Tag("transport", transport));
        _disconnected.Add(
            1, Tag("transport", transport), Tag("reason", reason));
    }

    /// <param name="reason">From a closed set.</param>
    internal void QueryRejected(string reason) => _queriesRejected.Add(1, Tag("reason", reason));

    internal void ConnectionEnded(ConnectionEnd reason) => _connectionsEnded.Add(1, Tag("reason", NameOf(reason)));

    internal void LineLeftOut() => _linesLeftOut.Add(1);

    public void Dispose() => _meter.Dispose();

    private static string NameOf(ConnectionEnd end) => end == ConnectionEnd.Idle ? "idle" : "no-place";

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private static void Record(Histogram<double> durations, long since) =>
        durations.Record(Stopwatch.GetElapsedTime(since).TotalSeconds);

    private Counter<long> EventCounter(string name, string description) => Counter(name, "{event}", description);

    private Counter<long> Counter(string name, string unit, string description) =>
        _meter.CreateCounter<long>(name, unit, description);

    private Histogram<double> Durations(string name, string description) =>
        _meter.CreateHistogram(name, "s", description, tags: null, Seconds);
}
