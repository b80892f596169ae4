using System.Text;
using LiveFeed.Bodies;
using LiveFeed.Memory;
using LiveFeed.Streaming.SocketIo.Packets;

namespace LiveFeed.Tests.Streaming.SocketIo.Packets;

/// <summary>Binary packets and their attachments.</summary>
public sealed class PacketAssemblerTests : IDisposable
{
    private const string Two = """52-["a",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]""";

    private readonly BodyBudget _budget = new(new MemoryBudget(1 << 20));
    private readonly PacketAssembler _assembler;

    public PacketAssemblerTests() => _assembler = new PacketAssembler(
        new PacketLimits(Attachments: 10, Bytes: 1_000, Depth: 64), () => new BodyMemory(_budget));

    public void Dispose() => _assembler.Dispose();

    [Fact]
    public void A_binary_packet_is_complete_with_its_last_attachment()
    {
        var message = Encoding.UTF8.GetBytes(Two);
        Assert.Null(_assembler.Take(message, isBinary: false));
        Array.Clear(message); // it is valid during the call only
        var first = new byte[] { 1, 2 };
        Assert.Null(_assembler.Take(first, isBinary: true));
        Array.Clear(first);
        var packet = _assembler.Take(new byte[] { 3 }, isBinary: true);

        Assert.Equal("a", packet!.Name);
        Assert.Equal([[1, 2], [3]], packet.Attachments);
        Assert.Equal(2, packet.Arguments.Count);
        Assert.Equal(0, _budget.Held);
    }

    [Fact]
    public void Bytes_without_a_packet_are_a_fault() => Assert.Throws<PacketFaultException>(
        () => _assembler.Take(new byte[] { 1 }, isBinary: true));

    [Fact]
    public void A_text_in_place_of_an_attachment_is_a_fault()
    {
        Take(Two);

        Assert.Throws<PacketFaultException>(() => Take("""2["b"]"""));
    }

    [Fact]
    public void What_waits_for_attachments_is_counted_and_given_back()
    {
        Take(Two);
        _assembler.Take(new byte[500], isBinary: true);

        Assert.InRange(_budget.Held, 500, 1_000);
        _assembler.Dispose();
        Assert.Equal(0, _budget.Held);
    }

    [Fact]
    public void More_bytes_than_a_packet_may_have_are_a_fault()
    {
        Take(Two);
        _assembler.Take(new byte[900], isBinary: true);

        Assert.Throws<PacketFaultException>(() => _assembler.Take(new byte[100], isBinary: true));
    }

    [Fact]
    public void Attachments_for_which_the_service_has_no_room_are_a_fault()
    {
        var all = new BodyBudget(new MemoryBudget(1_000));
        using var one = new PacketAssembler(new PacketLimits(10, 1_000_000, 64), () => new BodyMemory(all));
        using var other = new PacketAssembler(new PacketLimits(10, 1_000_000, 64), () => new BodyMemory(all));
        one.Take(Encoding.UTF8.GetBytes(Two), isBinary: false);
        one.Take(new byte[500], isBinary: true);
        other.Take(Encoding.UTF8.GetBytes(Two), isBinary: false);

        Assert.Throws<PacketFaultException>(() => other.Take(new byte[700], isBinary: true));
    }

    private SocketPacket? Take(string text) => _assembler.Take(Encoding.UTF8.GetBytes(text), isBinary: false);
}
