using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace AgentFunctions.Tests.Fuzz;

/// <summary>The body of a batch, good or bad.</summary>
/// <param name="Items">The items as they stand in the body, one JSON value each; null when the body was damaged.</param>
/// <param name="Bytes">The body.</param>
/// <param name="Ndjson">One item a line; else an array.</param>
public sealed record BatchBody(IReadOnlyList<string>? Items, byte[] Bytes, string ContentType, bool Ndjson)
{
    private static readonly string[] NdjsonTypes = ["application/x-ndjson", "application/ndjson; charset=utf-8", "APPLICATION/JSONL", "application/x-jsonlines"];
    private static readonly string[] JsonTypes = ["application/json", "text/plain", "nonsense"];

    public static Arbitrary<BatchBody> Arbitrary() => Gen.Frequency((8, Whole), (3, Damaged)).ToArbitrary();

    public override string ToString() => $"{ContentType}: {new TaskBody(Bytes)}";

    private static Gen<BatchBody> Whole =>
        from count in Gen.Frequency((20, Gen.Choose(0, 6)), (1, Gen.Elements(1000, 1001)))
        from distinct in Gen.Frequency((6, TaskBody.Mutated.Select(t => t.ToString())), (1, OddJson.Values)).ListOf(Math.Min(count, 6))
        from ndjson in Gen.Elements(true, false)
        from type in Gen.Elements(ndjson ? NdjsonTypes : JsonTypes)
        from blank in Gen.Elements("\n", "\r\n", "\n \t\n")
        select Of([.. Enumerable.Range(0, count).Select(i => OneLine(distinct[i % 6]))], type, ndjson, blank);

    private static Gen<BatchBody> Damaged =>
        from whole in Whole.Where(b => b.Items!.Count < 10)
        from bytes in ByteFaults.In(whole.Bytes)
        select whole with { Items = null, Bytes = bytes };

    private static BatchBody Of(string[] items, string type, bool ndjson, string blank) =>
        new(items, Encoding.UTF8.GetBytes(ndjson ? string.Join(blank, items) : $"[{string.Join(" , ", items)}]"), type, ndjson);

    // A line break can stand only between the tokens of these texts, where a blank does as well.
    private static string OneLine(string json) => json.Replace('\n', ' ');
}
