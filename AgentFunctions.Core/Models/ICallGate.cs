using AgentFunctions.Costs;

namespace AgentFunctions.Models;

/// <summary>Stands before every model call: the provider's limits and the budgets, for all instances together. Thread-safe.</summary>
public interface ICallGate
{
    /// <summary>Asks for one call.</summary>
    /// <param name="worst">The most that it can take: its prompt, and as many output tokens as it may have.</param>
    Task<Admission> AdmitAsync(CallScope scope, ModelDefinition model, TokenUsage worst, CancellationToken cancellationToken);

    /// <summary>The wait that this instance knows of without asking anybody; null when a call is worth asking for.</summary>
    Admission.Wait? Foresee(CallScope scope, ModelDefinition model);
}
