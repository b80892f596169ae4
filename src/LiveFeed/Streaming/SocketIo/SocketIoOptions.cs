using System.ComponentModel.DataAnnotations;
using LiveFeed.Events;
using LiveFeed.Publishing;
using LiveFeed.Streaming.SocketIo.Engine;
using LiveFeed.Streaming.SocketIo.Feed;
using LiveFeed.Streaming.SocketIo.Packets;

namespace LiveFeed.Streaming.SocketIo;

/// <summary>Settings under <c>LiveFeed:SocketIo</c>.</summary>
internal sealed class SocketIoOptions : EngineOptions
{
    internal const string Section = "LiveFeed:SocketIo";
    internal const string DefaultPath = "/socket.io/";

    private const int MaxNames = 100; // each is looked at for an event that nothing else knows

    /// <summary>Whether Socket.IO clients are served. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Where they connect, with or without the last slash. Default <c>/socket.io/</c>, where their library connects.
    /// </summary>
    [Required, RegularExpression("/[A-Za-z0-9._~/-]+", ErrorMessage = "The field {0} must be a path such as /socket.io/")]
    public string Path { get; set; } = DefaultPath;

    /// <summary>
    /// Namespaces beside <c>/</c>, each with rooms of its own: the room <c>a</c> of <c>/shop</c> is <c>rooms/shop.a</c>.
    /// Default none: each is one more door.
    /// </summary>
    public string[]? Namespaces { get; set; }

    /// <summary>
    /// Names of events that are passed on to the others in the sender's first room. Default none: what no handler knows is
    /// ignored.
    /// </summary>
    public string[]? Relay { get; set; }

    /// <summary>
    /// A connection that is in no namespace is closed after this time. Default 45 s, as the official server.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>Max namespaces that one connection may be in. Default 20: each costs what a client costs.</summary>
    [Range(1, 1_000)]
    public int NamespacesPerConnection { get; set; } = 20;

    /// <summary>
    /// Max binary values of one event. Default 10, as the libraries of clients; they close the connection for more.
    /// </summary>
    [Range(1, 1_000)]
    public int Attachments { get; set; } = 10;

    /// <summary>
    /// Max bytes of a binary event with all of its values. Default 4 MiB; until it is complete, it counts in
    /// <c>LiveFeed:Limits:HeldBytes</c>.
    /// </summary>
    [Range(1_000, 1 << 30)]
    public int PacketBytes { get; set; } = 4 << 20;

    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        base.Validate(validationContext).Concat(CheckNames(nameof(Namespaces), Namespaces, NamespaceName.Fault))
            .Concat(CheckNames(nameof(Relay), Relay, FaultOfRelayed));

    private static IEnumerable<ValidationResult> CheckNames(string option, string[]? names, Func<string, string?> fault)
    {
        if (names?.Length > MaxNames)
        {
            yield return new ValidationResult($"{Section}:{option} has {names.Length} names, but may have {MaxNames}");
        }

        for (var i = 0; i < names?.Length; i++)
        {
            if (fault(names[i]) is { } wrong)
            {
                yield return new ValidationResult($"{Section}:{option}:{i} is '{names[i]}', but {wrong}");
            }
        }
    }

    private static string? FaultOfRelayed(string name) =>
        name.Length is 0 or > EventFields.MaxNameLength || name.Any(char.IsControl)
            ? $"must have 1 to {EventFields.MaxNameLength} characters, none a control character"
        : PacketParser.IsReserved(name) || name.StartsWith(FeedEvent.ReservedNamePrefix, StringComparison.Ordinal) ||
            FeedRequests.Knows(name) || RoomEvents.IsOwn(name)
            ? "must not mean something else already"
        : null;
}
