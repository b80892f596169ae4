using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using LiveFeed.Faults.Hostile;
using LiveFeed.Faults.Load;

namespace LiveFeed.Faults.Sections;

/// <summary>
/// Producers send bombs, bodies that are cut off, lines without an end, and halves of bodies and lines. Each is told what is
/// wrong and how much of it was stored. Memory has a bound, and producers and followers beside them notice nothing.
/// </summary>
internal sealed partial class WritersSection(FaultOptions options) : ISection
{
    private const string Ndjson = "application/x-ndjson";
    private const string Json = "application/json";
    private const int BombBytes = 64 << 20;
    private const int HalfBodyBytes = 15_000_000;
    private const int HalfLineBytes = 2_000_000;
    private const int EndlessBytes = 20 << 20; // more than a whole body may have

    private static readonly string[] Encodings = ["br", "gzip", "deflate"];
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private readonly int _bombs = options.Quick ? 3 : 50;
    private readonly int _halves = options.Quick ? 40 : 300;

    public string Name => "writers";

    public async IAsyncEnumerable<FaultResult> RunAsync()
    {
        // Long enough that whole bodies beside so many others are not too slow.
        using var service = await Service.StartAsync(
            ["--LiveFeed:Limits:BodyRateGrace=00:00:08", "--LiveFeed:Log:MaxEvents=100000000"]);
        await using var crowd = new Crowd(service);
        await crowd.StartAsync();
        using var memory = new MemoryWatch(service, Look);
        var attacks = Attacks().ToList();
        var told = await Task.WhenAll(attacks.Select(attack => AttackAsync(service, attack)));
        await memory.EndAsync();
        await crowd.UntilAcknowledgedAsync();
        var stored = await StoredAsync(service);
        var verdict = await crowd.EndAsync(mayLoseLastMoment: false);
        memory.RequireBounded();
        FaultException.Unless(
            told.Sum() == stored,
            $"of bodies that were cut off {told.Sum()} events were told to be stored, and {stored} are");
        var times = attacks.Sum(attack => attack.Times);
        yield return new FaultResult(
            FormattableString.Invariant($"{times:N0} hostile writers"),
            times,
            crowd.Witness.Acknowledged,
            verdict.Lost,
            verdict.Duplicated,
            Recovered: null,
            "each was answered as it should be; " +
            FormattableString.Invariant($"of bodies that were cut off the {stored:N0} events that were told are stored; ") +
            $"resident {memory}; a producer beside them " +
            FormattableString.Invariant($"waited {crowd.SlowestAnswer.TotalMilliseconds:N0} ms at most"));
    }

    private IEnumerable<WriterAttack> Attacks() =>
    [
        .. from encoding in Encodings
           from isOneLine in (bool[])[false, true]
           select new WriterAttack(
               $"bomb {encoding}",
               _bombs,
               Whole(Ndjson, HostileBodies.Bomb(encoding, isOneLine, BombBytes), encoding),
               413,
               503),
        .. from encoding in Encodings
           select new WriterAttack(
               $"JSON bomb {encoding}",
               _bombs,
               Whole(Json, HostileBodies.Bomb(encoding, isOneLine: true, BombBytes), encoding),
               413,
               503),
        .. from encoding in Encodings
           select new WriterAttack(
               $"cut off {encoding}", _bombs, Whole(Ndjson, HostileBodies.CutOff(encoding), encoding), 400, 503),
        new("a line without an end", 2, HostileBodies.Unfinished(Ndjson, Filled('x', EndlessBytes)), 413, 503),
        new("half a body", _halves, HostileBodies.Unfinished(Json, Filled(' ', HalfBodyBytes)), 408, 503),
        new("half a line", _halves, HostileBodies.Unfinished(Ndjson, Filled('x', HalfLineBytes)), 408, 503),
        new("a line that trickles", 10, HostileBodies.Unfinished(Ndjson, Filled('x', 50_000)), 408, 503)
        {
            Trickle = "1\r\nx\r\n"u8.ToArray(),
        },
        new("a body that trickles", 10, HostileBodies.Unfinished(Json, Filled(' ', 50_000)), 408, 503)
        {
            Trickle = "1\r\n \r\n"u8.ToArray(),
        },
    ];

    /// <summary>Returns how many events they were told to be stored.</summary>
    private static async Task<long> AttackAsync(Service service, WriterAttack attack)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, attack.Times).Select(_ =>
            RawPost.AskAsync(service.Address, attack.Request, attack.Trickle)));
        foreach (var answer in answers)
        {
            var isRight = attack.Answers.Any(status =>
                answer.StartsWith(FormattableString.Invariant($"HTTP/1.1 {status} "), StringComparison.Ordinal));
            FaultException.Unless(isRight, $"{attack.Name} was answered '{answer}'");
            FaultException.Unless(
                !answer.StartsWith("HTTP/1.1 503 ", StringComparison.Ordinal) ||
                answer.Contains("Retry-After: ", StringComparison.Ordinal),
                $"{attack.Name} was not told when to come back");
        }

        return answers.Sum(answer =>
            Accepted().Match(answer) is { Success: true } match
                ? long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
                : 0);
    }

    private static async Task<long> StoredAsync(Service service)
    {
        using var topics = JsonDocument.Parse(
            await service.Http.GetStringAsync(new Uri("/topics?pattern=cut-off/*", UriKind.Relative)));
        return topics.RootElement.GetProperty("topics").EnumerateArray().Sum(topic =>
            topic.GetProperty("retained").GetInt64());
    }

    private static byte[] Whole(string type, byte[] body, string encoding) =>
    [
        .. Encoding.ASCII.GetBytes(
            $"POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Type: {type}\r\nContent-Encoding: {encoding}\r\n" +
            $"Content-Length: {body.Length}\r\nConnection: close\r\n\r\n"),
        .. body,
    ];

    private static byte[] Filled(char with, int bytes)
    {
        var body = new byte[bytes];
        Array.Fill(body, (byte)with);
        return body;
    }

    [GeneratedRegex("\"accepted\":([0-9]+)")]
    private static partial Regex Accepted();
}
