using AgentFunctions.Agents;
using AgentFunctions.Agents.Tools;
using AgentFunctions.Models;
using AgentFunctions.Storage;
using Microsoft.Extensions.Hosting;

namespace AgentFunctions;

/// <summary>Stops the host before it takes a task when an agent file, the model catalogue or the storage is not fit for use.</summary>
internal sealed class StartupCheck(AgentCatalogue agents, ModelCatalogue models, ToolRegistry tools, IEnumerable<IStoragePart> storage) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        tools.Check(agents.All);
        Check(agents, models.Default);
        await Task.WhenAll(storage.Select(s => s.PrepareAsync(cancellationToken))).ConfigureAwait(false);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static void Check(AgentCatalogue agents, ModelDefinition model)
    {
        if (agents.All.FirstOrDefault(a => a.MaxOutputTokens >= model.ContextWindow) is { } tooLong)
        {
            throw new InvalidOperationException(
                $"Agent '{tooLong.Name}' asks for {tooLong.MaxOutputTokens} output tokens; the context window of model '{model.Name}' is {model.ContextWindow} tokens.");
        }
    }
}
