namespace LiveFeed.Tests.Architecture;

public sealed class MethodLengthsTests
{
    private const string Source = """"
        internal sealed class Sample
        {
            /// <summary>Does not count.</summary>
            [Obsolete, // nor does this
                SuppressMessage("")]
            internal int Expression(int one) =>
                one + 1;

            internal string Text(
                int number)
            {
                // } is no end here
                var text = $"}} {number} {{";
                return """{ }}}""" + '}' + text; /* nor } here */
            }

            internal int Automatic { get; } = 1;

            internal Sample()
            {
                Outer();
            }

            internal int Accessors
            {
                get
                {
                    var now = 1;
                    return now;
                }

                set
                {
                }
            }

            internal void Outer()
            {
                Local();

                void Local()
                {
                }
            }
        }
        """";

    [Fact]
    public void A_method_is_as_long_as_from_its_signature_to_its_closing_brace() => Assert.Equal(
        [("Expression", 2), ("Text", 7), ("Automatic", 1), ("Sample", 4), ("Accessors", 5), ("Accessors", 3), ("Outer", 8)],
        MethodLengths.Of(Source));
}
