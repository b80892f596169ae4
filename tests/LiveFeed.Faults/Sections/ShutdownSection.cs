using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using LiveFeed.Faults.Load;

namespace LiveFeed.Faults.Sections;

/// <summary>
/// SIGTERM while events pour in, with many clients, of which some read nothing, and an NDJSON POST that does not end: everyone is
/// told, everything is written, and it ends well and in time.
/// </summary>
internal sealed class ShutdownSection(FaultOptions options) : ISection
{
    private const string Bulk = "bulk";
    private const int Stalled = 20;

    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(10); // twice what is promised, on a machine that is busy

    private readonly int _clients = options.Quick ? 200 : 1_000;

    public string Name => "shutdown";

    public async IAsyncEnumerable<FaultResult> RunAsync()
    {
        using var service = await Service.StartAsync([]);
        await using var crowd = new Crowd(service);
        await crowd.StartAsync();
        var readers = Enumerable.Range(0, _clients).Select(i => new RawReader(service.Address, i < Stalled ? Bulk : "quiet")).ToArray();
        await Task.WhenAll(readers.Select(ConnectAsync));
        for (var i = 0; i < 10; i++)
        {
            using var posted = await service.Http.PostAsJsonAsync("/events", new { topic = Bulk, data = new string('x', 300_000) });
        }

        using var body = new OpenBody();
        var posting = service.Http.PostAsync(new Uri("/events", UriKind.Relative), body);
        await body.SendAsync("{\"topic\":\"lines\",\"data\":1}\n");
        await crowd.UntilAcknowledgedAsync();
        var took = await service.TerminateAsync();
        var answer = await AnswerAsync(posting);
        body.End();
        var told = await Task.WhenAll(readers.Skip(Stalled).Select(IsToldAsync));
        Array.ForEach(readers, reader => reader.Dispose());
        FaultException.Unless(took < MaxTime, $"it took {took}");
        FaultException.Unless(answer == HttpStatusCode.ServiceUnavailable, $"the open POST was answered {answer}");
        FaultException.Unless(told.All(was => was), $"{told.Count(was => !was)} of {told.Length} clients were not told");
        FaultException.Unless(crowd.AreClosed, $"a client in the crowd was not told");
        var recovered = await service.RelaunchAsync();
        var verdict = await crowd.EndAsync(mayLoseLastMoment: false);
        yield return new FaultResult(
            $"SIGTERM, {_clients} clients, {Stalled} stalled", 1, crowd.Witness.Acknowledged, verdict.Lost, verdict.Duplicated, recovered,
            FormattableString.Invariant($"ended with 0 after {took.TotalSeconds:N1} s"));
    }

    private static async Task ConnectAsync(RawReader reader)
    {
        await reader.ConnectAsync();
        while (!reader.IsConnected)
        {
            FaultException.Unless(await reader.ReadAsync(), $"a stream ended at once");
        }
    }

    private static async Task<bool> IsToldAsync(RawReader reader)
    {
        while (await reader.ReadAsync())
        {
        }

        return reader.IsClosed;
    }

    private static async Task<HttpStatusCode?> AnswerAsync(Task<HttpResponseMessage> posting)
    {
        try
        {
            using var answer = await posting.WaitAsync(Wait.Limit, TimeProvider.System);
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null; // cut off
        }
    }

    private sealed class OpenBody : HttpContent
    {
        private readonly TaskCompletionSource<Stream> _stream = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal OpenBody() => Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");

        internal async Task SendAsync(string line)
        {
            var stream = await _stream.Task;
            await stream.WriteAsync(Encoding.UTF8.GetBytes(line));
            await stream.FlushAsync();
        }

        internal void End() => _end.TrySetResult();

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            _stream.SetResult(stream);
            return _end.Task;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
