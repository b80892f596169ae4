using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace LiveFeed.Log.Redis.Scripts;

/// <summary>
/// A script that runs inside Redis. It is called by its SHA, which is computed once: the client library would look it up by
/// the whole text for each call. A server that does not know the script is sent its text.
/// </summary>
internal sealed class RedisScript(string text)
{
    // It is Redis' name for the script, and protects nothing.
#pragma warning disable CA5350
    private readonly byte[] _sha = SHA1.HashData(Encoding.UTF8.GetBytes(text));
#pragma warning restore CA5350

    internal string Text => text;

    /// <summary>Runs it on the primary server.</summary>
    internal async Task<RedisResult> RunAsync(IDatabaseAsync database, RedisKey[] keys, RedisValue[] arguments)
    {
        try
        {
            return await database.ScriptEvaluateAsync(_sha, keys, arguments, CommandFlags.DemandMaster);
        }
        catch (RedisServerException e) when (e.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            return await database.ScriptEvaluateAsync(text, keys, arguments, CommandFlags.DemandMaster);
        }
    }
}
