using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace AgentFunctions.Tests.LocalHost.Orchestrations.RandomRuns;

/// <summary>Interprets random programs; an activity returns its key and a number that no other run of it returns.</summary>
public sealed class RandomFunctions(ActivityLog log, TimeProvider time)
{
    private static int _runs;

    /// <summary>Called at each wait that an orchestrator comes to, unless it is replayed.</summary>
    public static Action OnStep { get; set; } = static () => { };

    [Function(nameof(Interpret))]
    public static async Task<string> Interpret([OrchestrationTrigger] TaskOrchestrationContext context, RandomProgram program)
    {
        // The outermost sequence is the program itself; a sub-orchestration interprets its parts.
        return await InTurnAsync(context, program.Parts);
    }

    [Function(nameof(Unique))]
    public async Task<string> Unique([ActivityTrigger] RandomProgram program, CancellationToken cancellationToken)
    {
        int run = Interlocked.Increment(ref _runs);
        await log.RecordAsync(program.Key, time.GetUtcNow(), cancellationToken);
        return program.Kind == "Flaky" && log.Keys.Count(key => key == program.Key) == 1
            ? throw new TimeoutException(program.Key)
            : $"({program.Key}#{run})";
    }

    private static async Task<string> RunAsync(TaskOrchestrationContext context, RandomProgram program)
    {
        if (!context.IsReplaying)
        {
            OnStep();
        }

        switch (program.Kind)
        {
            case "Activity":
                return await context.CallActivityAsync<string>(nameof(Unique), program);
            case "Flaky":
                return await context.CallActivityAsync<string>(
                    nameof(Unique), program, TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromSeconds(10))));
            case "Timer":
                await context.CreateTimer(TimeSpan.FromMinutes(3), CancellationToken.None);
                return string.Empty;
            case "Parallel":
                return string.Concat(await Task.WhenAll(program.Parts.Select(part => RunAsync(context, part))));
            case "Sub":
                return await context.CallSubOrchestratorAsync<string>(nameof(Interpret), program);
            default:
                return await InTurnAsync(context, program.Parts);
        }
    }

    private static async Task<string> InTurnAsync(TaskOrchestrationContext context, IReadOnlyList<RandomProgram> parts)
    {
        var result = string.Empty;
        foreach (var part in parts)
        {
            result += await RunAsync(context, part);
        }

        return result;
    }
}
