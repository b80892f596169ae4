namespace LiveFeed.Hosting;

/// <summary><c>LiveFeed --help</c> says how the service is started, and does not start it.</summary>
internal static class HelpSwitch
{
    private const string Text = """
        LiveFeed: live events for browsers, over Server-Sent Events, WebSocket, long polling and Socket.IO.

        LiveFeed [--key=value ...]       serves, on http://localhost:5080 unless told otherwise
        LiveFeed --health[=live|ready]   asks the service on this machine; exits 0 or 1
        LiveFeed --help                  shows this

        Settings are keys of appsettings.json. The command line counts before the environment, that before the file:
          --urls=http://*:8080 --LiveFeed:Log:Path=/var/lib/livefeed/events.db
          LiveFeed__Log__Path=/var/lib/livefeed/events.db

        All settings: docs/configuration.md. All paths: /swagger of the running service.
        """;

    private static readonly string[] _names = ["--help", "-h", "-?"];

    /// <summary>Null when the service itself is to be started.</summary>
    internal static Func<Task<int>>? Of(string[] arguments) => arguments.Any(_names.Contains) ? ShowAsync : null;

    private static Task<int> ShowAsync()
    {
        Console.WriteLine(Text);
        return Task.FromResult(0);
    }
}
