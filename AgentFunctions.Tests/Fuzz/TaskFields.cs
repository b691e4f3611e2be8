using System.Collections.Immutable;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace AgentFunctions.Tests.Fuzz;

/// <summary>A task as a client writes it, field by field, so that one field can be spoiled and the rest stays good.</summary>
/// <param name="Fields">Names and JSON values in the order of the text; a name can be there twice.</param>
public sealed record TaskFields(ImmutableList<(string Name, string Json)> Fields)
{
    // Far enough to stay good while the project lives.
    private const string Later = "\"2999-01-01T00:00:00Z\"";

    private static readonly (string Agent, string Needs)[] Agents =
        [("classify-ticket", "text"), ("extract-invoice", "text"), ("draft-reply", "message"), ("summarize-thread", "thread"), ("answer-from-notes", "question")];

    // What a client may say besides agent and input.
    private static readonly (string Name, string[] Json)[] Options =
    [
        ("lane", ["\"interactive\"", "\"standard\"", "\"economy\"", "null"]),
        ("quality", ["0", "1", "0.85", "1e-3"]),
        ("deadline", [Later, "\"2998-12-31t23:59:59.5+02:00\""]),
        ("notBefore", ["\"2500-06-30T12:00:00Z\"", "\"2020-01-01T00:00:00-05:00\""]),
        ("maxCost", ["0.01", "1000000", "0.000001", "0.0000015"]),
        ("cache", ["{}", "{\"use\":false}", "{\"maxAge\":\"24h\",\"use\":true}", "{\"maxAge\":\"250ms\"}"]),
        ("stream", ["true", "false", "null"]),
        ("callback", ["\"https://receiver.example/hook\"", "\"https://receiver.example:8443/a%20b?c=d&e=\u00fc\"", "\"HTTPS://Receiver.Example\"", "null"]),
        ("metadata", ["{}", "{\"ticket\":\"4711\"}", "{\"\":\"\",\"ü\":\"😀\"}"]),
    ];

    public static Arbitrary<TaskFields> Arbitrary() => Valid.ToArbitrary();

    /// <summary>Tasks that must be accepted.</summary>
    public static Gen<TaskFields> Valid =>
        from agent in Gen.Elements(Agents)
        from input in ValidInputs(agent.Needs)
        from options in Gen.SubListOf(Options)
        from chosen in Gen.CollectToList(options, o => Gen.Elements(o.Json).Select(json => (o.Name, json)))
        from fields in Gen.Shuffle<(string Name, string Json)>([("agent", $"\"{agent.Agent}\""), ("input", input), .. chosen])
        select new TaskFields([.. fields]);

    public TaskFields Without(string name) => new(Fields.RemoveAll(f => f.Name == name));

    /// <summary>The task with that field last, once.</summary>
    public TaskFields With(string name, string json) => new(Without(name).Fields.Add((name, json)));

    public TaskFields Adding(string name, string json) => new(Fields.Add((name, json)));

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(ToString());

    public override string ToString() => $"{{{string.Join(", ", Fields.Select(f => $"\"{f.Name}\": {f.Json}"))}}}";

    private static Gen<string> ValidInputs(string needs) =>
        from text in Gen.Elements("\"Please refund.\"", "\"ü 😀 \\u0000 \\\"q\\\" \\ud83d\\ude00\"", "[\"a\",\"b\"]", "1.10", "{\"x\":[1, 2.0e1]}", $"\"{new string('y', 33_000)}\"")
        from more in OddJson.Trees
        from spaced in Gen.Elements(true, false)
        select spaced ? $"{{ \"more\" : {more} ,\n \"{needs}\" : {text} }}" : $"{{\"{needs}\":{text},\"more\":{more}}}";
}
