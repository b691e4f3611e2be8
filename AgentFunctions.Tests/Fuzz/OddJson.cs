using FsCheck;
using FsCheck.Fluent;

namespace AgentFunctions.Tests.Fuzz;

/// <summary>JSON values that readers tend to stumble over, as text; some are refused by strict readers.</summary>
internal static class OddJson
{
    // Around the deepest nesting that intake takes, and far past it.
    private static readonly int[] Depths = [2, 10, 61, 62, 63, 64, 65, 500, 20_000];

    private static readonly string[] Scalars =
    [
        "null", "true", "false", "0", "-0", "-1", "0.5", "1", "1.0000000001", "1e308", "1e400", "-1e400", "1e-400", "123456789012345678901234567890", "0.000001", "79228162514264337593543950336",
        "\"\"", "\" \"", "\"x\"", "\"\\u0000\"", "\"\\ud83d\\ude00\"", "\"😀 ä ‮\"", "\"\\ud800\"", "\"a\\udc00b\"", "\"\\ud800\\ud800\"", "\"{{input.text}}\"", "\"' or 1 eq 1\"",
        "\"classify-ticket\"", "\"Classify-Ticket\"", "\"interactive\"", "\"Standard\"", "\"1\"", "\"90s\"", "\"90s\\n\"", "\"999999d\"", "\"1000000d\"", "\"-1s\"",
        "\"2027-01-31T09:30:00Z\"", "\"9999-12-31T23:59:59Z\"", "\"9999-12-31T23:59:59-10:00\"", "\"1601-01-01T00:00:00Z\"", "\"0001-01-01T00:00:00Z\"", "\"2027-02-29T00:00:00Z\"",
        "\"2027-01-31T24:00:00Z\"", "\"2027-01-31T23:59:60Z\"", "\"2027-01-31T09:30:00.123456789+14:00\"", "\"2027-01-31T09:30:00+99:99\"", "\"2027-01-31 09:30:00Z\"", "\"2027-01-31T09:30:00\"",
        "[]", "{}", "[null]", "{\"\":\"\"}", "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "{\"\\ud800\":1}", "{\"use\":true,\"maxAge\":\"1h\"}", "{\"use\":1}", "{\"text\":{\"text\":[]}}",
    ];

    /// <summary>Any such value.</summary>
    public static Gen<string> Values => Gen.Frequency((12, Gen.Elements(Scalars)), (1, Nested), (2, LongTexts), (4, Trees));

    /// <summary>A value of a few levels whose texts are plain.</summary>
    public static Gen<string> Trees => Gen.Choose(0, 3).SelectMany(Tree);

    private static Gen<string> Nested =>
        from depth in Gen.Elements(Depths)
        from isObject in Gen.Elements(true, false)
        select isObject
            ? string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "0" + new string('}', depth)
            : new string('[', depth) + new string(']', depth);

    // 255 to 257 around the longest metadata; the rest around the payload that still travels with its task.
    private static Gen<string> LongTexts =>
        from length in Gen.Elements(255, 256, 257, 32_766, 32_767, 40_000)
        from letter in Gen.Elements("x", "ä", "\\n", "\\u0000", "😀")
        select $"\"{string.Concat(Enumerable.Repeat(letter, length))}\"";

    private static Gen<string> Tree(int depth) => depth == 0
        ? Gen.Elements("null", "true", "1", "-2.5", "\"text\"", "\"ü\"", "\"a b\\n\"")
        : from count in Gen.Choose(0, 3)
          from items in Gen.ListOf(Tree(depth - 1), count)
          from isObject in Gen.Elements(true, false)
          select isObject
              ? $"{{{string.Join(',', items.Select((item, i) => $"\"k{i}\": {item}"))}}}"
              : $"[{string.Join(", ", items)}]";
}
