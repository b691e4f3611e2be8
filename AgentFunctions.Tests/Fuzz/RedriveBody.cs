using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace AgentFunctions.Tests.Fuzz;

/// <summary>The body of a redrive, good or bad.</summary>
public sealed record RedriveBody(byte[] Bytes)
{
    private static readonly (string Name, string[] Json)[] Fields =
    [
        ("ids", ["[\"01m85hfg4q4fxhsk0bpg5tbzmw\"]", "[]", "[1]", "[\"x\"]", "\"01m85hfg4q4fxhsk0bpg5tbzmw\"", "[null,\"7zzzzzzzzzzzzzzzzzzzzzzzzz\"]"]),
        ("filter", ["{}", "{\"agent\":\"classify-ticket\"}", "{\"reason\":\"'\"}", "{\"from\":\"1601-01-01T00:00:00Z\",\"to\":\"9999-12-31T23:59:59Z\"}", "{\"status\":\"failed\"}", "[]"]),
        ("patch", ["{}", "{\"lane\":\"economy\"}", "{\"lane\":\"x\"}", "{\"input\":{\"text\":\"y\"},\"agentVersion\":\"2\"}", "{\"agent\":\"x\"}", "1"]),
        ("dryRun", ["true", "false", "1"]),
        ("rate", ["1", "0.001", "0", "1e400", "100000"]),
        ("limit", ["1", "1000", "1001", "0", "1.5", "1e2"]),
    ];

    public static Arbitrary<RedriveBody> Arbitrary() => Gen.Frequency(
        (6, Written),
        (2, Written.SelectMany(ByteFaults.In)),
        (1, OddJson.Values.Select(Encoding.UTF8.GetBytes))).Select(bytes => new RedriveBody(bytes)).ToArbitrary();

    public override string ToString() => new TaskBody(Bytes).ToString();

    private static Gen<byte[]> Written =>
        from fields in Gen.SubListOf(Fields)
        from odd in OddJson.Values
        from values in Gen.CollectToList(fields, f => Gen.Frequency((5, Gen.Elements(f.Json)), (1, Gen.Constant(odd))).Select(json => $"\"{f.Name}\":{json}"))
        select Encoding.UTF8.GetBytes($"{{{string.Join(',', values)}}}");
}
