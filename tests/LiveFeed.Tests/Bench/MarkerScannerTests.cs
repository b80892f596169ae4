using System.Text;
using LiveFeed.Bench.Load;

namespace LiveFeed.Tests.Bench;

public sealed class MarkerScannerTests
{
    [Fact]
    public void Markers_are_found_wherever_the_bytes_are_cut()
    {
        var text = Encoding.ASCII.GetBytes($"data: {Marker(7)}xx\n\n@@#1@ {Marker(12_345_678)}{Marker(0)}@");
        for (var cut = 0; cut <= text.Length; cut++)
        {
            Assert.Equal([7, 12_345_678, 0], Scan(text[..cut], text[cut..]));
        }
    }

    [Fact]
    public void Bytes_that_only_resemble_a_marker_are_none()
    {
        Assert.Empty(Scan(Encoding.ASCII.GetBytes("@#1234567@ @#123456789@ @12345678@ @#1234567x@ #12345678@")));
    }

    private static string Marker(int number)
    {
        var bytes = new byte[MarkerScanner.Length];
        MarkerScanner.Write(bytes, number);
        return Encoding.ASCII.GetString(bytes);
    }

    private static List<int> Scan(params byte[][] pieces)
    {
        var scanner = default(MarkerScanner);
        var found = new List<int>();
        foreach (var piece in pieces)
        {
            ReadOnlySpan<byte> rest = piece;
            while (scanner.TryNext(ref rest, out var number))
            {
                found.Add(number);
            }
        }

        return found;
    }
}
