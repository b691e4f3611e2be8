using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace AgentFunctions.Tests.Fuzz;

/// <summary>The body of a submission, good or bad.</summary>
public sealed record TaskBody(byte[] Bytes)
{
    private static readonly string[] Names = ["agent", "input", "lane", "quality", "deadline", "notBefore", "maxCost", "cache", "metadata", "callback", "", "a\\u0000", "\\u0061gent", "\\ud800", "Input", "__proto__"];

    public static Arbitrary<TaskBody> Arbitrary() => Gen.Frequency(
        (2, TaskFields.Valid.Select(t => t.ToBytes())),
        (10, Mutated.Select(t => t.ToBytes())),
        (5, Mutated.SelectMany(t => ByteFaults.In(t.ToBytes()))),
        (2, OddJson.Values.Select(Encoding.UTF8.GetBytes)),
        (1, ByteFaults.Noise)).Select(bytes => new TaskBody(bytes)).ToArbitrary();

    /// <summary>Tasks with none to three changes, each of which may or may not spoil them.</summary>
    public static Gen<TaskFields> Mutated =>
        from task in TaskFields.Valid
        from changes in Gen.Choose(0, 3).SelectMany(count => Changes.ListOf(count))
        select changes.Aggregate(task, (changed, change) => change(changed));

    public override string ToString()
    {
        string text = string.Concat(Encoding.Latin1.GetString(Bytes).Select(c => c is >= ' ' and <= '~' ? c.ToString() : $"\\x{(int)c:x2}"));
        return text.Length <= 2000 ? text : $"{text[..1000]} ... {text[^1000..]} ({Bytes.Length} bytes)";
    }

    private static Gen<Func<TaskFields, TaskFields>> Changes =>
        from name in Gen.Elements(Names)
        from json in OddJson.Values
        from change in Gen.Choose(0, 4)
        select (Func<TaskFields, TaskFields>)(task => change switch
        {
            0 => task.Without(name),
            1 => task.Adding(name, json),
            _ => task.With(name, json),
        });
}
