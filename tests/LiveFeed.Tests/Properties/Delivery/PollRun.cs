using System.Net;
using System.Text.Json;
using LiveFeed.Tests.Streaming.Polling;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Properties.Delivery;

/// <summary>
/// A client that polls a real service, as its protocol says: it goes on with what its last answer said, drops what it has
/// had of topics that it adds, and adds them again when it has become another client before that was complete.
/// </summary>
internal sealed class PollRun
{
    private const int MaxEmpty = 1_000; // answers in a row before what is missing will not come

    private readonly LiveFeedServer _server;
    private readonly string _root; // of the topics of this run
    private readonly string _start;
    private readonly List<(string Topic, int Number)> _published = []; // what is retained
    private readonly List<(string Topic, int Number)> _got = [];
    private readonly HashSet<string> _had = []; // positions
    private readonly HashSet<string> _follows = [PollStep.Topics[0]]; // complete
    private readonly HashSet<string> _adding = [];
    private readonly List<int> _ephemeral = []; // numbers that came
    private int _number;
    private string? _late; // a poll that was answered long ago
    private string? _lately;
    private Poller _poller;

    internal PollRun(LiveFeedServer server, string root)
    {
        (_server, _root) = (server, root);
        _start = $"{server.Log.Epoch}-{server.Log.Head}";
        _poller = PollerAt(_start);
    }

    internal async Task PublishAsync(string[] topics, bool isEphemeral)
    {
        var events = new List<string>();
        foreach (var topic in topics)
        {
            var ephemeral = isEphemeral ? ",\"ephemeral\":true" : "";
            events.Add($$"""{"topic":"{{_root}}/{{topic}}","data":{{_number}}{{ephemeral}}}""");
            if (!isEphemeral)
            {
                _published.Add((topic, _number));
            }

            _number++;
        }

        await _server.Http.PublishAsync($"[{string.Join(',', events)}]");
    }

    internal async Task PollAsync() => await TakeAsync(await _poller.AskAsync());

    internal async Task LoseAsync() => await _poller.AskAsync();

    internal async Task PollTwiceAsync()
    {
        await PollAsync(); // so that it is known
        var older = _poller.AskAsync(wait: 60);
        await Deadline.UntilAsync(() => older.IsCompleted || _poller.IsWaiting, "the older waits, or has its answer");
        await PollAsync();
        await older.WithinDeadline();
    }

    internal async Task CutAsync()
    {
        var joined = _server.Hub.Joined;
        using var cut = new CancellationTokenSource();
        var poll = _server.Http.GetAsync(new Uri(_poller.Path(wait: 60), UriKind.Relative), cut.Token);
        await Deadline.UntilAsync(
            () => poll.IsCompleted || _poller.IsWaiting || _server.Hub.Joined > joined, "the poll is there");
        await cut.CancelAsync();
        await Deadline.UntilAsync(() => !_poller.IsWaiting, "the poll is gone");
    }

    /// <summary>A poll of before arrives again, late.</summary>
    internal async Task RepeatLateAsync()
    {
        if (_late is not null)
        {
            await _server.Http.GetJsonAsync(_late);
        }
    }

    internal async Task PollWhilePublishingAsync()
    {
        var poll = _poller.AskAsync(wait: 60);
        await PublishAsync(["a"], isEphemeral: false);
        await TakeAsync(await poll);
    }

    internal async Task BeForgottenAsync()
    {
        if (_poller.ClientId is { } id && _server.Hub.Find(id) is { } client)
        {
            client.Abort();
            await Deadline.UntilAsync(() => _server.Hub.Find(id) is null, "it is forgotten");
        }
    }

    internal async Task AddAsync(string topic)
    {
        if (_poller.ClientId is { } id && !_follows.Contains(topic) && _adding.Add(topic))
        {
            await AskForAsync(id, topic);
        }
    }

    /// <summary>Polls until nothing more comes, and checks that it had each event once and in order.</summary>
    internal async Task CheckAsync()
    {
        for (var empty = 0; empty < 2 || _adding.Count > 0;)
        {
            var answer = await _poller.AskAsync();
            empty = Poller.Events(answer).Any() ? 0 : empty + 1;
            Assert.True(empty < MaxEmpty, $"{string.Join(", ", _adding)} is never complete");
            await TakeAsync(answer);
        }

        foreach (var topic in PollStep.Topics)
        {
            var expected = _follows.Contains(topic) ? _published.Where(one => one.Topic == topic) : [];
            Assert.Equal(expected, _got.Where(one => one.Topic == topic));
        }

        Assert.Equal(_ephemeral.Distinct().Order(), _ephemeral);
    }

    private Poller PollerAt(string next) =>
        new(_server, string.Join('&', _follows.Select(topic => $"topic={_root}/{topic}"))) { Next = next };

    private async Task TakeAsync(JsonElement answer)
    {
        var before = _poller.ClientId;
        (_late, _lately) = (_lately, _poller.Path());
        _poller.Take(answer);
        foreach (var one in Poller.Events(answer))
        {
            Take(one);
        }

        if (answer.TryGetProperty("subscribed", out var subscribed))
        {
            foreach (var topic in subscribed.GetProperty("topics").EnumerateArray().Select(one => one.GetString()!))
            {
                _adding.Remove(topic[(_root.Length + 1)..]);
                _follows.Add(topic[(_root.Length + 1)..]);
            }

            _poller = _poller.With(PollerAt(_start));
        }

        Assert.False(answer.TryGetProperty("gap", out _));
        if (before is not null && before != _poller.ClientId)
        {
            foreach (var topic in _adding)
            {
                await AskForAsync(_poller.ClientId!, topic);
            }
        }
    }

    private void Take(JsonElement one)
    {
        var topic = one.GetProperty("topic").GetString()![(_root.Length + 1)..];
        var number = one.GetProperty("data").GetInt32();
        if (one.GetProperty("position").GetString() is not { } position)
        {
            _ephemeral.Add(number);
        }
        else if (_had.Add(position))
        {
            _got.Add((topic, number));
        }
        else
        {
            Assert.True(_adding.Contains(topic), $"{topic} {number} came twice");
        }
    }

    private async Task AskForAsync(string id, string topic)
    {
        using var response = await _server.SendAsync(
            "PATCH", $"/clients/{id}", [], $$"""{"subscribe":[{"topic":"{{_root}}/{{topic}}","after":"{{_start}}"}]}""");
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return; // it was forgotten; its next answer tells so
        }

        await response.ReadJsonAsync(HttpStatusCode.OK);
    }
}
