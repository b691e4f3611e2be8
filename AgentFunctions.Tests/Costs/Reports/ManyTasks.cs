using System.Runtime.CompilerServices;
using AgentFunctions.Costs;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Tasks;

namespace AgentFunctions.Tests.Costs.Reports;

/// <summary>A scan of as many tasks as asked for, without a store that would have to hold them.</summary>
internal sealed class ManyTasks(int count) : ITaskScan
{
    public int Read { get; private set; }

    public IAsyncEnumerable<ScannedTask> ScanAsync(IReadOnlyCollection<TaskId> ids, CancellationToken cancellationToken) => throw new NotSupportedException();

    public async IAsyncEnumerable<ScannedTask> ScanAsync(
        TenantId tenant, DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        AgentTask ended = TaskLifecycle.Succeed(CostHistory.Claimed(0), new Payload.Inline("{}"), SampleTasks.Use(micros: 3), SampleTasks.Now);
        ScannedTask task = ScannedTask.Of(ended);
        while (Read < count)
        {
            Read++;
            yield return task with { Cost = Usd.FromMicros(3) };
        }
    }
}
