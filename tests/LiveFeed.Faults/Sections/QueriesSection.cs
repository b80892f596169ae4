using System.Net;
using System.Net.Sockets;
using LiveFeed.Faults.Hostile;
using LiveFeed.Faults.Load;

namespace LiveFeed.Faults.Sections;

/// <summary>
/// Storms of queries for everything there is. Some clients read the answers, and some read nothing. A board asks for little
/// from another address. The board is answered, memory has a bound, and producers and followers lose nothing.
/// </summary>
internal sealed class QueriesSection(FaultOptions options) : ISection
{
    private static readonly Uri Question = new("/history?topic=many/1/*&limit=100", UriKind.Relative);
    private static readonly IPAddress Elsewhere = IPAddress.Parse("127.0.0.2"); // of a sender, to the limits
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromMilliseconds(100);

    private readonly int _percent = options.Quick ? 20 : 100;
    private readonly int _bytes = options.Quick ? 60_000_000 : 300_000_000;
    private readonly int _topics = options.Quick ? 5_000 : 100_000;
    private readonly TimeSpan _time = TimeSpan.FromSeconds(options.Quick ? 5 : 60);

    public string Name => "queries";

    public async IAsyncEnumerable<FaultResult> RunAsync()
    {
        using var service = await Service.StartAsync(
            ["--LiveFeed:Log:MaxEvents=100000000", "--LiveFeed:Log:MaxBytes=100000000000"]);
        await LargeLog.FillAsync(service, _bytes, _topics);
        await using var crowd = new Crowd(service);
        await crowd.StartAsync();
        using var memory = new MemoryWatch(service, Look);
        var tally = new Tally();
        using var attacks = new Attacks(service.Port, _percent, tally);
        using var stop = new CancellationTokenSource();
        var asking = attacks.AskAsync(stop.Token);
        var board = await AskAsync(service);
        await stop.CancelAsync();
        await asking;
        await memory.EndAsync();
        memory.RequireBounded();
        FaultException.Unless(board.Answered > 0 && board.Other == 0, $"a board beside them was answered {board}");
        await crowd.UntilAcknowledgedAsync();
        var verdict = await crowd.EndAsync(mayLoseLastMoment: false);
        yield return new FaultResult(
            FormattableString.Invariant($"query storms for {_time.TotalSeconds:N0} s"),
            1,
            crowd.Witness.Acknowledged,
            verdict.Lost,
            verdict.Duplicated,
            Recovered: null,
            FormattableString.Invariant($"a board beside them was answered {board.Answered:N0} times, ") +
            FormattableString.Invariant($"at the slowest in {board.Slowest.TotalMilliseconds:N0} ms, ") +
            FormattableString.Invariant($"and told {board.Later:N0} times to ask later; resident {memory}; ") +
            FormattableString.Invariant($"a producer waited {crowd.SlowestAnswer.TotalMilliseconds:N0} ms at most; ") +
            $"storms: {tally}");
    }

    // One question after another, as a board that is opened; on a busy machine until one is answered.
    private async Task<Answers> AskAsync(Service service)
    {
        using var handler = new SocketsHttpHandler { ConnectCallback = ConnectAsync };
        using var http = new HttpClient(handler) { BaseAddress = service.Address, Timeout = Wait.Limit };
        var answers = default(Answers);
        for (var start = TimeProvider.System.GetTimestamp(); IsAsking(start, answers);)
        {
            var asked = TimeProvider.System.GetTimestamp();
            using var answer = await http.GetAsync(Question);
            await answer.Content.ReadAsByteArrayAsync();
            var took = TimeProvider.System.GetElapsedTime(asked);
            answers = answer.StatusCode switch
            {
                HttpStatusCode.OK => answers with
                {
                    Answered = answers.Answered + 1,
                    Slowest = took > answers.Slowest ? took : answers.Slowest,
                },
                HttpStatusCode.ServiceUnavailable => answers with { Later = answers.Later + 1 },
                _ => answers with { Other = answers.Other + 1 },
            };
            await Wait.ForAsync(BetweenQuestions);
        }

        return answers;
    }

    private bool IsAsking(long start, Answers answers)
    {
        var elapsed = TimeProvider.System.GetElapsedTime(start);
        return elapsed < _time || (answers.Answered == 0 && elapsed < Wait.Limit);
    }

    private static async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(Elsewhere, 0));
        await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private readonly record struct Answers(int Answered, int Later, int Other, TimeSpan Slowest);
}
