using AgentFunctions.Workers;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions;

/// <summary>Looks after what no message leads to.</summary>
public sealed class MaintenanceFunction(Maintenance maintenance)
{
    /// <summary>Every minute: puts stranded tasks in line again.</summary>
    [Function("Maintenance")]
    public Task RunAsync([TimerTrigger("0 */1 * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        maintenance.RequeueStrandedAsync(cancellationToken);
}
