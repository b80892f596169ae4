namespace LiveFeed.Bench.Load;

/// <summary>What a load made of a server, in seconds, milliseconds and kilobytes as the names say.</summary>
internal sealed record FanOutResult
{
    /// <summary>Events published in the time measured, and those for which every publisher was waiting.</summary>
    public required int Published { get; init; }

    public required int Skipped { get; init; }

    public required long Delivered { get; init; }

    public required long Lost { get; init; }

    public required long Duplicates { get; init; }

    /// <summary>Processor time of the server.</summary>
    public required double CpuSeconds { get; init; }

    /// <summary>From the first event measured to the last delivery.</summary>
    public required double Seconds { get; init; }

    public required double DeliveryP50Ms { get; init; }

    public required double DeliveryP99Ms { get; init; }

    public required double DeliveryMaxMs { get; init; }

    public required double PublishP50Ms { get; init; }

    public required double PublishP99Ms { get; init; }

    public required double ConnectSeconds { get; init; }

    public required double IdleKilobytesPerClient { get; init; }

    /// <summary>Faults that make the other figures doubtful; null when there were none.</summary>
    public required string? Faults { get; init; }

    public double CpuMicrosecondsPerDelivery => Delivered == 0 ? 0 : CpuSeconds * 1e6 / Delivered;

    public double DeliveriesPerSecond => Delivered / Seconds;
}
