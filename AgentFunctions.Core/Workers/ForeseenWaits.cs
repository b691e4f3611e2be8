using AgentFunctions.Agents;
using AgentFunctions.Models;
using AgentFunctions.Routing;
using AgentFunctions.Tasks;

namespace AgentFunctions.Workers;

/// <summary>Knows without asking anybody that a task cannot be run yet: every model that may take it must wait.</summary>
public sealed class ForeseenWaits(AgentCatalogue agents, CandidateModels candidates, ICallGate gate)
{
    /// <summary>The shortest of the waits; null when a model may be free.</summary>
    /// <param name="since">As in <see cref="CallScope.Since"/>.</param>
    public Admission.Wait? Of(AgentTask task, DateTimeOffset since)
    {
        if (agents.Find(task.Agent) is not { } agent)
        {
            return null;
        }

        Admission.Wait? shortest = null;
        foreach (ModelDefinition model in candidates.Of(agent, task.Quality))
        {
            if (gate.Foresee(model, task.Lane, since) is not { } wait)
            {
                return null;
            }

            shortest = shortest is null || wait.Reason.Until < shortest.Reason.Until ? wait : shortest;
        }

        return shortest;
    }
}
