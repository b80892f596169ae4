using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using LiveFeed.Events;
using LiveFeed.Events.Rooms;

namespace LiveFeed.Rooms;

/// <summary>The name of a room: one segment of a topic, max 128 bytes. Only <see cref="TryParse"/> makes one.</summary>
internal readonly record struct RoomName
{
    internal const int MaxBytes = 128;

    private readonly string? _text;

    private RoomName(string text) => _text = text;

    /// <summary>The room of those who name none; also the default value.</summary>
    internal static RoomName General => default;

    internal string Text => _text ?? "general";

    /// <summary>Its messages. The rights to this topic are the rights to the room.</summary>
    internal TopicName Topic => TopicName.Parse($"{RoomTopics.Prefix}{Text}");

    /// <summary>Who joins and leaves it.</summary>
    internal TopicName MembersTopic => TopicName.Parse($"{RoomTopics.Prefix}{Text}{RoomTopics.MembersSuffix}");

    /// <summary>What its members follow.</summary>
    internal ImmutableArray<TopicPattern> Patterns => [TopicPattern.Of(Topic), TopicPattern.Of(MembersTopic)];

    /// <param name="text">Null or left out is <see cref="General"/>.</param>
    /// <param name="room">The room.</param>
    /// <param name="error">What is wrong; empty when nothing is.</param>
    internal static bool TryParse(string? text, out RoomName room, out string error)
    {
        room = General;
        error = text is null ? "" : Fault(text);
        if (error.Length > 0)
        {
            return false;
        }

        room = text is null or "general" ? General : new RoomName(text);
        return true;
    }

    /// <summary>The room whose messages a topic has.</summary>
    internal static bool TryOf(string topic, out RoomName room, [NotNullWhen(false)] out string? error)
    {
        if (!topic.StartsWith(RoomTopics.Prefix, StringComparison.Ordinal))
        {
            (room, error) = (default, $"must be a room, {RoomTopics.Prefix}<name>");
            return false;
        }

        error = TryParse(topic[RoomTopics.Prefix.Length..], out room, out var fault) ? null : fault;
        return error is null;
    }

    public override string ToString() => Text;

    private static string Fault(string text)
    {
        if (text.Length == 0 || Encoding.UTF8.GetByteCount(text) > MaxBytes)
        {
            return $"must have 1 to {MaxBytes} bytes of UTF-8";
        }

        return text.Contains('/') ? "must have no '/'" : TopicName.Fault(text, allowAsterisk: false);
    }
}
