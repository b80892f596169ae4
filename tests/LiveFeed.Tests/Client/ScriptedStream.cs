using System.IO.Pipelines;
using System.Net.Http.Headers;
using System.Text;

namespace LiveFeed.Tests.Client;

/// <summary>The body of a stream, as a test writes it.</summary>
internal sealed class ScriptedStream
{
    private readonly Pipe _bytes = new();
    private bool _isCut; // by Volatile

    internal ScriptedStream()
    {
        Content = new StreamContent(new CuttableStream(_bytes.Reader.AsStream(), () => Volatile.Read(ref _isCut)));
        Content.Headers.ContentType = new MediaTypeHeaderValue("text/event-stream");
    }

    internal HttpContent Content { get; }

    internal static string Connected(string position, int heartbeat = 15_000, string client = "c-1") =>
        "retry: 1000\nevent: livefeed.connected\n" +
        $"id: {position}\ndata: {{\"clientId\":\"{client}\",\"position\":\"{position}\",\"resumed\":false," +
        $"\"heartbeat\":{heartbeat}}}\n\n";

    internal static string Event(string position, int data, string topic = "t") =>
        $"id: {position}\n{Backfill(position, data, topic)}";

    internal static string Backfill(string position, int data, string topic = "t") =>
        $"data: {{\"position\":\"{position}\",\"topic\":\"{topic}\",\"event\":\"message\"," +
        $"\"time\":\"2026-01-31T10:00:00Z\",\"data\":{data}}}\n\n";

    internal static string Notice(string name, string json) => $"event: livefeed.{name}\ndata: {json}\n\n";

    internal async Task WriteAsync(string text) => await _bytes.Writer.WriteAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>The answer ends as it should.</summary>
    internal void End() => _bytes.Writer.Complete();

    /// <summary>The connection is lost after what was written.</summary>
    internal void Cut()
    {
        Volatile.Write(ref _isCut, true);
        End();
    }
}
