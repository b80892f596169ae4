using LiveFeed.Access.Tickets;
using LiveFeed.Log;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Options;

namespace LiveFeed.Tests.Access.Tickets;

/// <summary>Where the key that signs tickets comes from.</summary>
public sealed class TicketKeyTests : IDisposable
{
    private static readonly byte[] Text = [1, 2, 3];
    private readonly TempFolder _folder = new();
    private readonly RecordingLogger<TicketKey> _log = new();

    private string LogPath => Path.Combine(_folder.Path, "sub", "feed.db");

    private string KeyPath => $"{LogPath}.ticket-key";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_is_kept_beside_the_log_for_the_services_user_only()
    {
        var first = Key().Sign(Text);

        Assert.Equal(first, Key().Sign(Text));
        Assert.Equal([KeyPath], Directory.GetFiles(Path.GetDirectoryName(KeyPath)!));
        Assert.Equal(32, new FileInfo(KeyPath).Length);
        Assert.True(
            OperatingSystem.IsWindows() ||
            File.GetUnixFileMode(KeyPath) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public void It_is_made_when_it_is_needed_and_the_same_for_all_who_need_it_first()
    {
        _ = Key();
        Assert.False(File.Exists(KeyPath));

        var (one, other) = (Key(), Key());
        var signed = new byte[64][];
        Parallel.For(0, signed.Length, i => signed[i] = (i % 2 == 0 ? one : other).Sign(Text));

        Assert.Single(signed.Select(Convert.ToHexString).Distinct());
    }

    [Fact]
    public void With_a_log_in_memory_each_start_has_its_own()
    {
        var (one, other) = (Key(LogProvider.Memory), Key(LogProvider.Memory));

        Assert.Equal(one.Sign(Text), one.Sign(Text));
        Assert.NotEqual(one.Sign(Text), other.Sign(Text));
        Assert.False(Directory.Exists(Path.GetDirectoryName(KeyPath)));
    }

    [Fact]
    public void A_setting_wins_and_no_file_is_made()
    {
        const string Secret = "a secret that is long enough to sign tickets";

        Assert.Equal(Key(secret: Secret).Sign(Text), Key(LogProvider.Memory, Secret).Sign(Text));
        Assert.False(File.Exists(KeyPath));
    }

    [Fact]
    public void A_file_that_is_no_key_is_left_alone_and_told()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(KeyPath)!);
        File.WriteAllText(KeyPath, "no key");

        Assert.Equal(32, Key().Sign(Text).Length);

        Assert.Equal("no key", File.ReadAllText(KeyPath));
        Assert.Contains("ticket-key", Assert.Single(_log.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_no_file_can_be_written_tickets_work_until_the_end()
    {
        File.WriteAllText(Path.GetDirectoryName(KeyPath)!, "a file where the folder should be");
        var key = Key();

        Assert.Equal(key.Sign(Text), key.Sign(Text));
        Assert.Contains("LiveFeed:Access:Tickets:SigningKey", Assert.Single(_log.Messages), StringComparison.Ordinal);
    }

    private TicketKey Key(LogProvider provider = LogProvider.Sqlite, string? secret = null) => new(
        Options.Create(new TicketOptions { SigningKey = secret }),
        Options.Create(new LogOptions { Provider = provider, Path = LogPath }),
        _log);
}
