using System.Buffers.Binary;
using System.Text;

namespace LiveFeed.Bench.Load;

/// <summary>
/// Finds the answers among the messages that a WebSocket's server sends: those that begin in the given way, and errors.
/// </summary>
internal sealed class AnswerSink(string acknowledgement, Action<bool> answered) : IBodySink
{
    private const byte Text = 0x81; // one frame of text, the last of its message
    private const int ShortHead = 2;
    private const int LongHead = 4;
    private const int MaxShort = 125; // bytes of a payload, as the head may say it

    private readonly byte[] _acknowledgement = Encoding.ASCII.GetBytes(acknowledgement);
    private readonly byte[] _rest = new byte[64 << 10]; // a frame that came in pieces
    private int _restLength;

    /// <summary>How many have come.</summary>
    internal int Messages { get; private set; }

    public void Receive(ReadOnlySpan<byte> body, long now)
    {
        if (_restLength > 0)
        {
            body.CopyTo(_rest.AsSpan(_restLength));
            body = _rest.AsSpan(0, _restLength + body.Length);
        }

        while (TryTake(ref body, out var head, out var payload))
        {
            Messages++;
            Look(head, payload);
        }

        body.CopyTo(_rest);
        _restLength = body.Length;
    }

    private void Look(byte head, ReadOnlySpan<byte> payload)
    {
        var isAcknowledged = payload.StartsWith(_acknowledgement);
        var isError = payload.IndexOf("error"u8) >= 0;
        if (head == Text && (isAcknowledged || isError))
        {
            answered(isAcknowledged && !isError);
        }
    }

    private static bool TryTake(ref ReadOnlySpan<byte> bytes, out byte head, out ReadOnlySpan<byte> payload)
    {
        head = 0;
        payload = default;
        if (bytes.Length < ShortHead)
        {
            return false;
        }

        head = bytes[0];
        var (start, length) = (ShortHead, (int)bytes[1]);
        if (length > MaxShort)
        {
            if (bytes.Length < LongHead)
            {
                return false;
            }

            (start, length) = (LongHead, BinaryPrimitives.ReadUInt16BigEndian(bytes[ShortHead..]));
        }

        if (bytes.Length < start + length)
        {
            return false;
        }

        payload = bytes.Slice(start, length);
        bytes = bytes[(start + length)..];
        return true;
    }
}
