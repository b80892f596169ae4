using Microsoft.Playwright;

namespace LiveFeed.Screenshots;

/// <summary>An example with people in it, as its picture shows it.</summary>
/// <param name="Name">Of the example, and of the picture's file.</param>
/// <param name="Path">The page that is pictured.</param>
/// <param name="Settled">A selector of what is there when it has something to show.</param>
internal sealed record ExampleScene(string Name, string Path, string Settled)
{
    private const string SayAll = """
        async ([...texts]) => {
          const input = document.querySelector('#text');
          for (const text of texts) {
            input.value = text;
            input.form.requestSubmit();
          }
        }
        """;

    /// <summary>Other people's pages, which are there before the pictures and while they are taken.</summary>
    internal Func<Stage, Task> Enter { get; init; } = _ => Task.CompletedTask;

    /// <summary>What happens on the pictured page, and just before the picture is taken.</summary>
    internal Func<Stage, IPage, Task> Act { get; init; } = (_, _) => Task.CompletedTask;

    internal static readonly IReadOnlyList<ExampleScene> All =
    [
        new("index", "", ".examples"),
        new("chat", "chat/?name=Ada&room=general", ".message:nth-of-type(7)")
        {
            Enter = async stage =>
            {
                var bob = await stage.OpenAsync("bob", "chat/?name=Bob&room=general", "#chat:not([hidden])");
                var ada = await stage.OpenAsync("ada", "chat/?name=Ada&room=general", "#chat:not([hidden])");
                var chen = await stage.OpenAsync("chen", "chat/?name=Chen&room=general", "#chat:not([hidden])");
                await SayAsync(bob, "Good morning! The new sensors are in.", "Hall 2 is 1.4 degrees warmer than hall 1.");
                await SayAsync(ada, "That is the window in the roof. Is the wind on the map, too?");
                await SayAsync(chen, "Since ten o'clock. 6 m/s in the yard.");
                await SayAsync(bob, "Then I close the roof before lunch.");
                await SayAsync(ada, "Thank you. I tell the night shift.", "Who takes the first round?");
            },
            Act = async (stage, page) =>
            {
                await page.Locator("#people li").Nth(2).WaitForAsync();
                await stage.Pages["chen"].Locator("#text").PressSequentiallyAsync("I ");
                await page.WaitForFunctionAsync("() => document.querySelector('#typing').textContent !== ''");
            },
        },
        new("call", "call/?name=Ada&call=lobby&camera=on", ".tile[data-state=connected]")
        {
            Enter = async stage => await stage.OpenAsync("bob", "call/?name=Bob&call=lobby&camera=on", "#microphone"),
            Act = async (stage, page) =>
            {
                await page.WaitForFunctionAsync(
                    "() => [...document.querySelectorAll('video')].every(video => video.videoWidth > 0)");
                await SayAsync(stage.Pages["bob"], "Can you hear me?");
                await page.Locator("#talk p").First.WaitForAsync();
                await SayAsync(page, "Yes, and I see you well.");
            },
        },
        new("cursors", "cursors/?name=Ada&board=plan", "#people:not(:empty)")
        {
            Enter = async stage =>
            {
                var bob = await stage.OpenAsync("bob", "cursors/?name=Bob&board=plan", "#people:not(:empty)");
                var chen = await stage.OpenAsync("chen", "cursors/?name=Chen&board=plan", "#people:not(:empty)");
                await bob.GetByLabel("Goal").FillAsync("Every event once, in order, on every screen.");
                await bob.GetByLabel("Today").FillAsync("Close the roof of hall 2\nCall the electrician");
                await chen.GetByLabel("Ideas").FillAsync("Wind on the map\nA sound when a door stays open");
                await chen.GetByLabel("Decided").FillAsync("The night shift has its own board.");
            },
            Act = async (stage, page) =>
            {
                foreach (var (who, note, x, y) in new[] { ("bob", 1, 140, 60), ("chen", 2, 40, 90) })
                {
                    // A cursor is told of when it moves.
                    await stage.Pages[who].Locator("textarea").Nth(note).HoverAsync(At(x + 20, y));
                    await stage.Pages[who].Locator("textarea").Nth(note).HoverAsync(At(x, y));
                }

                await page.Locator(".cursor bdi").Nth(1).WaitForAsync();
            },
        },
        new("notifications", "notifications/?name=ada", ".notice:nth-of-type(4)")
        {
            Enter = async stage =>
            {
                await stage.PublishAsync(NoticesFor("ada",
                    "The backup of last night is complete", "Bob has invited you to the board “Hall 2”",
                    "Disk of pump-3 is 90 % full", "Chen has answered: the wind is on the map"));
                var phone = await stage.OpenAsync("phone", "notifications/?name=ada", ".notice:nth-of-type(4)");
                await phone.Locator(".notice:nth-of-type(4) button").ClickAsync();
                await phone.Locator(".notice:nth-of-type(3) button").ClickAsync();
            },
            Act = async (_, page) =>
            {
                await page.GetByText("2 unread").WaitForAsync();
                await page.GetByText("2 are here").WaitForAsync();
            },
        },
        new("socketio-chat", "socketio-chat/?name=Ada&room=support", "#chat:not([hidden])")
        {
            Enter = async stage =>
            {
                await stage.OpenAsync("bob", "socketio-chat/?name=Bob&room=support", "#chat:not([hidden])");
                await stage.OpenAsync("chen", "socketio-chat/?name=Chen&room=support", "#chat:not([hidden])");
            },
            Act = async (stage, page) =>
            {
                var (bob, chen) = (stage.Pages["bob"], stage.Pages["chen"]);
                await SayAsync(bob, "Our chat talks to another server since this morning.");
                await SayAsync(page, "I did not notice. What did you change?");
                await SayAsync(bob, "The address, and nothing else.");
                await SayAsync(chen, "And when it restarts?", "Do we miss what was said?");
                await SayAsync(page, "No. Socket.IO goes on where it was.");
                await bob.Locator("#text").PressSequentiallyAsync("I ");
                await page.WaitForFunctionAsync("() => document.querySelector('#typing').textContent !== ''");
            },
        },
        new("track", "track/", "#map .land") { Act = (_, page) => page.EvaluateAsync(Flights) },
    ];

    private static async Task SayAsync(IPage page, params string[] texts)
    {
        await page.EvaluateAsync(SayAll, texts);
        await page.GetByText(texts[^1]).Last.WaitForAsync();
    }

    private static LocatorHoverOptions At(float x, float y) => new() { Position = new Position { X = x, Y = y } };

    private static string NoticesFor(string user, params string[] texts) => string.Join('\n', texts.Select(text =>
        $$$"""{"topic":"examples/notifications/{{{user}}}","event":"notice","data":{"text":"{{{text}}}","from":"hall"}}"""));

    // Some minutes of flights, in a moment.
    private const string Flights = """
        async () => {
          const { along, cities } = await import('/examples/track/route.js');
          const flights = [
            ['LF 104', 'London', 'New York', 0.62], ['LF 230', 'Tokyo', 'Sydney', 0.4],
            ['LF 318', 'Cairo', 'Cape Town', 0.7], ['LF 455', 'San Francisco', 'Lima', 0.8],
            ['LF 521', 'Oslo', 'Delhi', 0.35],
          ];
          for (let step = 0; step <= 40; step++) {
            const events = flights.map(([name, from, to, end], id) => {
              const progress = end * step / 40;
              const [longitude, latitude] = along(cities[from], cities[to], progress);
              const topic = `examples/track/${id}`;
              const data = { id: `${id}`, name, from, to, longitude, latitude, progress };
              return { topic, key: topic, event: 'position', data };
            });
            await fetch('/events', {
              method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(events),
            });
            await new Promise(done => setTimeout(done, 25));
          }
          await new Promise(done => setTimeout(done, 1_200)); // until the marks have come where the trails end
        }
        """;
}
