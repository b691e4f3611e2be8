using AgentFunctions.Agents;
using AgentFunctions.Agents.Checks;
using AgentFunctions.Agents.Tools;
using AgentFunctions.Batching.Packing;
using AgentFunctions.Models;
using AgentFunctions.Routing;
using Microsoft.Extensions.Configuration;

namespace AgentFunctions.Startup;

/// <summary>Holds agents, models, tools and the models' keys against each other, as far as their files can be read.</summary>
internal sealed class CatalogueRule(Catalogues catalogues, ToolRegistry tools, IConfiguration settings) : IStartupRule
{
    public IEnumerable<string> Faults() =>
    [
        .. catalogues.Faults,
        .. tools.Faults(catalogues.Agents.All),
        .. catalogues.Models is { } models ? FaultsOf(models) : [],
    ];

    private IEnumerable<string> FaultsOf(ModelCatalogue models)
    {
        CandidateModels candidates = new(models);
        IEnumerable<AgentDefinition> agents = catalogues.Agents.All;
        return
        [
            .. models.All.Where(m => m.ApiKeySetting is not null && string.IsNullOrEmpty(settings[m.ApiKeySetting])).Select(KeyMissing),
            .. catalogues.HasAllAgents ? JudgeRules.Faults(catalogues.Agents, models) : [],
            .. candidates.Faults(agents),
            .. BatchRules.Faults(agents, candidates),
        ];
    }

    private static string KeyMissing(ModelDefinition model) =>
        $"{model.ApiKeySetting} is empty or missing; model '{model.Name}' has it as its apiKeySetting, so it must hold the key.";
}
