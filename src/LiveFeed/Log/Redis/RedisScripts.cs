using System.IO;

namespace LiveFeed.Log.Redis;

/// <summary>
/// The log's scripts that run inside Redis, from the files in <c>Scripts</c>. The client library calls them by their SHA,
/// and sends one again that the server has forgotten.
/// </summary>
internal static class RedisScripts
{
    internal static string Append { get; } = Load("append.lua").Replace(
        "-- include forget-torn.lua\n", Load("forget-torn.lua"), StringComparison.Ordinal);

    /// <summary>Begins a term as <see cref="Append"/> does, also on a server that is full and takes no events.</summary>
    internal static string Touch { get; } = "#!lua flags=allow-oom" + Append["#!lua".Length..];

    internal static string Read { get; } = Load("read.lua");

    internal static string Pick { get; } = Load("pick.lua");

    internal static string Find { get; } = Load("find.lua");

    internal static string Trim { get; } = Load("trim.lua");

    internal static string Trimmer { get; } = Load("trimmer.lua");

    internal static string Seat { get; } = Load("seat.lua");

    internal static string GiveUpLost { get; } = Load("give-up-lost.lua");

    internal static string Unseat { get; } = Load("unseat.lua");

    /// <summary>Reads a script, of whatever folder.</summary>
    internal static string Load(string name)
    {
        using var file = new StreamReader(typeof(RedisScripts).Assembly.GetManifestResourceStream(name)!);
        return file.ReadToEnd();
    }
}
