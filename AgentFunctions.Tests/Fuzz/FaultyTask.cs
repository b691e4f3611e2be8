using FsCheck;
using FsCheck.Fluent;

namespace AgentFunctions.Tests.Fuzz;

/// <summary>A task with one fault whose field is known.</summary>
/// <param name="Field">The field that the refusal must name.</param>
/// <param name="Json">What stands in it.</param>
/// <param name="Status">What the API must answer.</param>
public sealed record FaultyTask(TaskFields Task, string Field, string? Json, int Status)
{
    // Field, the field that is written to, and values that are not allowed there.
    private static readonly (string Field, string Written, string[] Json)[] Faults =
    [
        ("agent", "agent", ["1", "null", "\"\"", "[]", "{}"]),
        ("lane", "lane", ["\"Standard\"", "\"\"", "0", "[]", "\"fast\"", "true"]),
        ("quality", "quality", ["-0.001", "1.001", "1e400", "\"1\"", "true", "{}"]),
        ("deadline", "deadline", ["\"tomorrow\"", "1", "\"2020-01-01T00:00:00Z\"", "\"2999-02-29T00:00:00Z\"", "\"2999-01-01T00:00:00\"", "\"2999-01-01T24:00:00Z\"", "\"\"", "[]"]),
        ("notBefore", "notBefore", ["\"now\"", "\"1600-12-31T23:59:59Z\"", "\"9999-12-31T23:59:59-10:00\"", "{}", "\"2027-01-31T09:30:00+99:99\""]),
        ("maxCost", "maxCost", ["0", "-1", "1e-9", "1000000.1", "1e400", "\"1\"", "79228162514264337593543950336"]),
        ("cache", "cache", ["1", "[]", "\"no\"", "true"]),
        ("cache.use", "cache", ["{\"use\":1}", "{\"use\":\"true\"}", "{\"use\":[],\"maxAge\":\"1h\"}"]),
        ("cache.maxAge", "cache", ["{\"maxAge\":60}", "{\"maxAge\":\"1000000d\"}", "{\"maxAge\":\"-1s\"}", "{\"maxAge\":\"1s\\n\"}", "{\"maxAge\":\"\"}"]),
        ("cache.scope", "cache", ["{\"scope\":\"shared\"}", "{\"scope\":null}"]),
        ("stream", "stream", ["1", "\"true\"", "[]", "{}"]),
        ("metadata", "metadata", ["1", "[]", "\"a\"", $"{{{string.Join(',', Enumerable.Range(0, 17).Select(i => $"\"k{i}\":\"v\""))}}}"]),
        ("metadata.a", "metadata", ["{\"a\":1}", "{\"b\":\"x\",\"a\":null}", "{\"a\":{}}", $"{{\"a\":\"{new string('x', 257)}\"}}"]),
        ("callback", "callback", ["\"http://example.com/hook\"", "\"https://localhost/hook\"", "\"https://10.0.0.1/hook\"", "\"hook\"", "7", "[]"]),
        ("Agent", "Agent", ["\"classify-ticket\""]),
    ];

    public static Arbitrary<FaultyTask> Arbitrary() => Gen.Frequency((8, Spoiled), (1, Missing), (1, UnknownAgents)).ToArbitrary();

    private static Gen<FaultyTask> Spoiled =>
        from task in TaskFields.Valid
        from fault in Gen.Elements(Faults)
        from json in Gen.Elements(fault.Json)
        select new FaultyTask(task.With(fault.Written, json), fault.Field, json, 400);

    private static Gen<FaultyTask> Missing =>
        from task in TaskFields.Valid
        from missing in Gen.Elements("agent", "input")
        select new FaultyTask(task.Without(missing), missing, null, 400);

    private static Gen<FaultyTask> UnknownAgents =>
        from task in TaskFields.Valid
        from name in Gen.Elements("\"nobody\"", "\"Classify-Ticket\"", "\"classify-ticket \"", "\"../classify-ticket\"", "\"😀\"", $"\"{new string('a', 5000)}\"")
        select new FaultyTask(task.With("agent", name), "agent", name, 404);
}
