using AgentFunctions.Upkeep;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions;

/// <summary>Looks after what no message leads to.</summary>
public sealed class MaintenanceFunction(Maintenance maintenance)
{
    /// <summary>Every minute: puts stranded tasks in line again, sets the backlog's counts right, forgets expired keys, posts ledger pages that were left behind.</summary>
    [Function("Maintenance")]
    public Task RunAsync([TimerTrigger("0 */1 * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        maintenance.RunAsync(cancellationToken);
}
