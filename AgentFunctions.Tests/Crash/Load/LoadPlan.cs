using System.Globalization;

namespace AgentFunctions.Tests.Crash.Load;

/// <summary>What clients submit and when, drawn from the seed.</summary>
internal static class LoadPlan
{
    private const int LargestBatch = 60;

    // Over the 32 KiB up to which an input stands in the task itself.
    private const int LargeInput = 40_000;

    // Of so many tasks one is identical to one of the last few, so that both are often open at once.
    private const int OneIdenticalIn = 5;
    private const int Recent = 30;

    // Even, so that all tasks of a group ask the cache or none.
    private const int CalmGroups = 12;
    private const int CalmGroup = 5;

    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan LongCalm = TimeSpan.FromSeconds(15);

    private static readonly string[] Lanes = ["interactive", "standard", "economy"];

    public static IReadOnlyList<Submission> Draw(CrashPlan plan)
    {
        Random random = plan.RandomFor("load");
        List<PlannedTask[]> requests = [];
        List<PlannedTask> drawn = [];
        for (int count = 0; count < plan.Tasks; count += requests[^1].Length)
        {
            // Of ten requests one is a batch; that gives about a quarter of the tasks to single requests.
            int size = random.Next(10) == 0 ? random.Next(2, LargestBatch) : 1;
            int first = count;
            requests.Add([.. Enumerable.Range(0, Math.Min(size, plan.Tasks - count)).Select(i => Task(first + i, drawn, random))]);
        }

        return
        [
            .. requests.Select((tasks, i) => Submission(plan.Length * i / requests.Count, tasks, random)),
            Undisturbed("c", plan.Length + Calm),
            Undisturbed("d", plan.Length + LongCalm),
        ];
    }

    /// <summary>Identical tasks that come when nothing dies any more; for those that come again later the cache may have the answer.</summary>
    private static Submission Undisturbed(string name, TimeSpan at) => new(
        at,
        [.. Enumerable.Range(0, CalmGroups * CalmGroup).Select(i => new PlannedTask($"{name}{i}", $"c{i % CalmGroups}", Lanes[i % Lanes.Length], 0, UsesCache: i % 2 == 0, null))],
        $"key-{name}",
        Repeat: false);

    private static Submission Submission(TimeSpan at, PlannedTask[] tasks, Random random)
    {
        bool hasKey = random.Next(4) > 0;
        return new Submission(at, tasks, hasKey ? $"key-{tasks[0].Marker}" : null, hasKey && random.Next(6) == 0);
    }

    private static PlannedTask Task(int number, List<PlannedTask> drawn, Random random)
    {
        string marker = string.Create(CultureInfo.InvariantCulture, $"t{number}");
        PlannedTask task = new(
            marker,
            marker,
            Lanes[random.Next(Lanes.Length)],
            random.Next(50) == 0 ? LargeInput : 0,
            random.Next(5) == 0,
            random.Next(20) == 0 ? TimeSpan.FromMilliseconds(random.Next(2_000)) : null);
        if (random.Next(OneIdenticalIn) == 0 && drawn.Count > 0)
        {
            // Now and then the task just before, be it identical to an earlier one itself: that makes groups of many.
            PlannedTask other = drawn[^(1 + (random.Next(2) == 0 ? 0 : random.Next(Math.Min(Recent, drawn.Count))))];
            task = task with { Input = other.Input, PaddingLength = other.PaddingLength, UsesCache = other.UsesCache };
        }

        drawn.Add(task);
        return task;
    }
}
