using System.Text.Json;
using AgentFunctions.Caching;

namespace AgentFunctions.Tests.Caching;

/// <summary>RFC 8785, with the examples of the RFC itself.</summary>
public sealed class CanonicalJsonTests
{
    // Section 3.2.2 and its result.
    [Fact]
    public void The_example_of_the_RFC_comes_out_as_the_RFC_says() => Assert.Equal(
        """{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}""",
        Of("""
           {
             "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
             "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
             "literals": [null, true, false]
           }
           """));

    // Section 3.2.3: sorted by UTF-16 code units, so the surrogate pair stands before U+FB33.
    [Fact]
    public void Names_are_sorted_by_their_UTF_16_code_units() => Assert.Equal(
        ["Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign", "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh"],
        JsonElement.Parse(Of("""
            {
              "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
              "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"
            }
            """)).EnumerateObject().Select(p => p.Value.GetString()));

    // Appendix B.
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("-0.0e5", "0")]
    [InlineData("5e-324", "5e-324")]
    [InlineData("-5e-324", "-5e-324")]
    [InlineData("1.7976931348623157e+308", "1.7976931348623157e+308")]
    [InlineData("9007199254740992", "9007199254740992")]
    [InlineData("295147905179352830000", "295147905179352830000")]
    [InlineData("9.999999999999997e22", "9.999999999999997e+22")]
    [InlineData("1e+23", "1e+23")]
    [InlineData("1.0000000000000001e23", "1.0000000000000001e+23")]
    [InlineData("999999999999999700000", "999999999999999700000")]
    [InlineData("1E21", "1e+21")]
    [InlineData("100e19", "1e+21")]
    [InlineData("9.999999999999997e-7", "9.999999999999997e-7")]
    [InlineData("0.000001", "0.000001")]
    [InlineData("333333333.3333332", "333333333.3333332")]
    [InlineData("1424953923781206.2", "1424953923781206.2")]
    public void Numbers_are_written_as_ECMAScript_does(string json, string canonical) => Assert.Equal(canonical, Of(json));

    [Theory]
    [InlineData("10", "1e1")]
    [InlineData("10", "10.00")]
    [InlineData("0.5", "5E-1")]
    [InlineData("120000", "0.12e6")]
    public void Spellings_of_one_number_are_the_same(string one, string other) => Assert.Equal(Of(one), Of(other));

    [Theory]
    [InlineData("9007199254740993", "9007199254740992")]
    [InlineData("12345678901234567890123", "12345678901234567890124")]
    [InlineData("1e400", "1e401")]
    [InlineData("0.10000000000000000001", "0.1")]
    public void Numbers_that_a_double_cannot_tell_apart_stay_apart(string one, string other) => Assert.NotEqual(Of(one), Of(other));

    private static string Of(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return CanonicalJson.Of(document.RootElement);
    }
}
