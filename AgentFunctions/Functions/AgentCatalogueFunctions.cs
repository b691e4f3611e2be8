using AgentFunctions.Access;
using AgentFunctions.Agents;
using AgentFunctions.Http;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.OpenApi.Attributes;
using AgentFunctions.Intake;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions;

/// <summary>Shows the agents that tasks can name.</summary>
public sealed class AgentCatalogueFunctions(AgentCatalogue agents, ApiCalls api)
{
    /// <summary>GET /agents: the agents that tasks can name.</summary>
    [Function("ListAgents")]
    [Operation(ApiTags.Agents, Role = Roles.Read, Reach = Reach.Asked)]
    [Answer(200, "The agents.", typeof(AgentListView))]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "agents")] HttpRequest request) =>
        api.AskAsync(request, Roles.Read, _ => Task.FromResult(NoFilters.Refuse(request.Query) ?? AgentListView.Of(agents.All)));

    /// <summary>GET /agents/{name}: an agent.</summary>
    /// <param name="name">Name of the agent.</param>
    [Function("GetAgent")]
    [Operation(ApiTags.Agents, Role = Roles.Read, Reach = Reach.Asked)]
    [Answer(200, "The agent.", typeof(AgentView))]
    [Refuses(nameof(ProblemKind.UnknownAgent))]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "agents/{name}")] HttpRequest request, string name) =>
        api.AskAsync(request, Roles.Read, _ => Task.FromResult(NoFilters.Refuse(request.Query) ?? (agents.Find(name) is { } agent
            ? AgentView.Answer(agent)
            : Problems.Of(new Refusal.UnknownAgent(name, [.. agents.All.Select(a => a.Name)])))));
}
