using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace AgentFunctions.Tests.LocalHost.Orchestrations.Kill;

/// <summary>An orchestration with every kind of wait, and a point to die at before and after each.</summary>
public sealed class KillFunctions(KillPoint point)
{
    /// <summary>All points, in the order in which the orchestration comes to them.</summary>
    public static IReadOnlyList<string> Points { get; } =
    [
        "start", "in one", "after one", "after timer", "in left", "after both", "in part", "end of part", "after part", "after event", "in flaky", "after flaky", "end",
    ];

    [Function(nameof(Everything))]
    public async Task<string> Everything([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        Reach(context, "start");
        var result = await context.CallActivityAsync<string>(nameof(Work), "one");
        Reach(context, "after one");
        await context.CreateTimer(TimeSpan.FromMilliseconds(100), CancellationToken.None);
        Reach(context, "after timer");
        result += string.Concat(await Task.WhenAll(
            context.CallActivityAsync<string>(nameof(Work), "left"), context.CallActivityAsync<string>(nameof(Work), "right")));
        Reach(context, "after both");
        result += await context.CallSubOrchestratorAsync<string>(nameof(Part));
        Reach(context, "after part");
        result += await context.WaitForExternalEvent<string>("Word");
        Reach(context, "after event");
        result += await context.CallActivityAsync<string>(
            nameof(Work), "flaky", TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromMilliseconds(100))));
        Reach(context, "after flaky");
        context.SetCustomStatus("done");
        Reach(context, "end");
        return result;
    }

    [Function(nameof(Part))]
    public async Task<string> Part([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var result = await context.CallActivityAsync<string>(nameof(Work), "part");
        Reach(context, "end of part");
        return result;
    }

    /// <summary>Notes that it ran and may die then; what is flaky fails at the second run, the first one it may live through.</summary>
    [Function(nameof(Work))]
    public Task<string> Work([ActivityTrigger] string name)
    {
        int runs = point.Note(name);
        point.Reach($"in {name}");
        return name == "flaky" && runs == 2 ? throw new TimeoutException(name) : Task.FromResult($"<{name}>");
    }

    private void Reach(TaskOrchestrationContext context, string name)
    {
        if (!context.IsReplaying)
        {
            point.Reach(name);
        }
    }
}
