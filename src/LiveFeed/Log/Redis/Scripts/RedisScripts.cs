using System.IO;

namespace LiveFeed.Log.Redis.Scripts;

/// <summary>The log's scripts that run inside Redis, from the files in <c>Scripts</c>.</summary>
internal static class RedisScripts
{
    private static readonly string AppendText = Text("append.lua").Replace(
        "-- include forget-torn.lua\n", Text("forget-torn.lua"), StringComparison.Ordinal);

    internal static RedisScript Append { get; } = new(AppendText);

    /// <summary>Begins a term as <see cref="Append"/> does, also on a server that is full and takes no events.</summary>
    internal static RedisScript Touch { get; } = new("#!lua flags=allow-oom" + AppendText["#!lua".Length..]);

    internal static RedisScript Read { get; } = Load("read.lua");

    internal static RedisScript Pick { get; } = Load("pick.lua");

    internal static RedisScript Find { get; } = Load("find.lua");

    internal static RedisScript Trim { get; } = Load("trim.lua");

    internal static RedisScript Trimmer { get; } = Load("trimmer.lua");

    internal static RedisScript Seat { get; } = Load("seat.lua");

    internal static RedisScript GiveUpLost { get; } = Load("give-up-lost.lua");

    internal static RedisScript Unseat { get; } = Load("unseat.lua");

    /// <summary>Reads a script, of whatever folder.</summary>
    internal static RedisScript Load(string name) => new(Text(name));

    private static string Text(string name)
    {
        using var file = new StreamReader(typeof(RedisScripts).Assembly.GetManifestResourceStream(name)!);
        return file.ReadToEnd();
    }
}
