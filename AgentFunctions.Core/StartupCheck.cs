using AgentFunctions.Agents;
using AgentFunctions.Agents.Checks;
using AgentFunctions.Agents.Tools;
using AgentFunctions.Batching.Packing;
using AgentFunctions.Models;
using AgentFunctions.Routing;
using AgentFunctions.Storage;
using Microsoft.Extensions.Hosting;

namespace AgentFunctions;

/// <summary>Stops the host before it takes a task when an agent file, the model catalogue or the storage is not fit for use.</summary>
internal sealed class StartupCheck(
    AgentCatalogue agents, ModelCatalogue models, CandidateModels candidates, ToolRegistry tools, IEnumerable<IStoragePart> storage, TimeProvider time) : IHostedService
{
    // Storage may be starting as well; a host that gives up at once may take along the storage that it runs for others.
    private static readonly TimeSpan StoragePatience = TimeSpan.FromMinutes(1);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        tools.Check(agents.All);
        JudgeRules.Check(agents, models);
        candidates.Check(agents.All);
        BatchRules.Check(agents.All, candidates);
        await StorageFault.OutlastAsync(
            async () =>
            {
                await Task.WhenAll(storage.Select(s => s.PrepareAsync(cancellationToken))).ConfigureAwait(false);
                return true;
            },
            StoragePatience,
            static _ => { },
            time,
            cancellationToken).ConfigureAwait(false);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
