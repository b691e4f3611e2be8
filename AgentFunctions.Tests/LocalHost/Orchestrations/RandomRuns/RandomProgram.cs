using System.Globalization;

namespace AgentFunctions.Tests.LocalHost.Orchestrations.RandomRuns;

/// <summary>What a random orchestration does.</summary>
/// <param name="Kind">Activity, Flaky (an activity that fails once), Timer, Sequence, Parallel or Sub.</param>
/// <param name="Key">Unique within the program.</param>
public sealed record RandomProgram(string Kind, string Key, IReadOnlyList<RandomProgram> Parts)
{
    private static readonly string[] Leaves = ["Activity", "Activity", "Activity", "Flaky", "Timer"];
    private static readonly string[] Branches = ["Sequence", "Parallel", "Sub"];

    /// <summary>The result, where each activity gives its key.</summary>
    public string Expected => Kind switch
    {
        "Activity" or "Flaky" => $"({Key})",
        "Timer" => string.Empty,
        _ => string.Concat(Parts.Select(static part => part.Expected)),
    };

    public static RandomProgram Make(Random random)
    {
        int next = 0;
        return Branch(depth: 0);

        RandomProgram Branch(int depth) => new(
            depth == 0 ? "Sequence" : Branches[random.Next(Branches.Length)],
            NextKey(),
            [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => depth < 2 && random.Next(2) == 0 ? Branch(depth + 1) : Leaf())]);

        RandomProgram Leaf() => new(Leaves[random.Next(Leaves.Length)], NextKey(), []);

        string NextKey() => string.Create(CultureInfo.InvariantCulture, $"k{next++}.");
    }
}
