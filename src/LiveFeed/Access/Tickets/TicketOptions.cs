using System.ComponentModel.DataAnnotations;
using System.Text;

namespace LiveFeed.Access.Tickets;

/// <summary>Settings under <c>LiveFeed:Access:Tickets</c>.</summary>
internal sealed class TicketOptions : IValidatableObject
{
    internal const string Section = $"{AccessOptions.Section}:Tickets";

    private const int LeastSecretBytes = 32; // as many as the signature has

    /// <summary>
    /// A secret of 32 bytes or more that signs tickets. Default: a random one, kept in the file <c>….ticket-key</c> beside
    /// the log's file, so that tickets outlive a restart. With a log on Redis it is there, for all nodes. With a log in
    /// memory, a new one at each start.
    /// </summary>
    public string? SigningKey { get; set; }

    /// <summary>
    /// A ticket must open its stream within this time. Default one minute: a page uses it at once, and a copy that nobody
    /// has used is worth nothing after it.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan OpenWithin { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long a ticket is good that was given for an API key, or to somebody without credentials. Default one day, since
    /// these do not expire themselves. A ticket that was given for a token expires with it.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan KeyLifetime { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// How many used tickets are remembered, 200 bytes each; those with an open stream in any case. Default 100,000, as many
    /// as clients. A forgotten ticket still reopens its stream, but only with a position to resume after.
    /// </summary>
    [Range(1, 10_000_000)]
    public int Remembered { get; set; } = 100_000;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (SigningKey is { } key && Encoding.UTF8.GetByteCount(key) is var bytes and < LeastSecretBytes)
        {
            yield return new ValidationResult(
                $"{Section}:SigningKey must be a secret of at least {LeastSecretBytes} bytes (not {bytes})");
        }
    }
}
