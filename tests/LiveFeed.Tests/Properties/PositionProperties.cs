using System.Text.RegularExpressions;
using CsCheck;
using LiveFeed.Events;

namespace LiveFeed.Tests.Properties;

public sealed partial class PositionProperties
{
    private static readonly Gen<Position> Positions = Gen.Select(
        Gen.Char["0123456789abcdefghijklmnopqrstuvwxyz"].Array[1, 16],
        Gen.OneOf(Gen.Long[0, 100], Gen.Long[0, long.MaxValue]),
        (epoch, sequence) => new Position(new string(epoch), sequence));

    [Fact]
    public void Every_position_reads_back_as_written() =>
        Positions.AllMust(
            position =>
            {
                Assert.True(Position.TryParse(position.ToString(), out var read));
                Assert.Equal(position, read);
            },
            share: 50);

    [Fact]
    public void Any_text_is_a_position_or_is_refused() =>
        Gen.OneOf(
            Words.Any,
            Gen.Select(Positions, Words.Any, Gen.Int[0, 30], (position, text, at) => Mixed(position.ToString(), text, at)))
            .AllMust(
                text =>
                {
                    var isPosition = Position.TryParse(text, out var position);

                    Assert.Equal(
                        Form().IsMatch(text) && ulong.TryParse(text[(text.IndexOf('-') + 1)..], out var n) &&
                        n <= long.MaxValue,
                        isPosition);
                    Assert.True(!isPosition || (Position.TryParse(position.ToString(), out var again) && again == position));
                },
                share: 50);

    private static string Mixed(string position, string text, int at) =>
        position.Insert(Math.Min(at, position.Length), text);

    [GeneratedRegex(@"\A[0-9a-z]{1,16}-[0-9]{1,19}\z")]
    private static partial Regex Form();
}
