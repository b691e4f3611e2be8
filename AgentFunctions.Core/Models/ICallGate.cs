using AgentFunctions.Costs;
using AgentFunctions.Tasks;

namespace AgentFunctions.Models;

/// <summary>Stands before every model call: the provider's limits and the budgets, for all instances together. Thread-safe.</summary>
public interface ICallGate
{
    /// <summary>Asks for one call.</summary>
    /// <param name="worst">The most that it can take: its prompt, and as many output tokens as it may have. Counted only where something limits it.</param>
    Task<Admission> AdmitAsync(CallScope scope, ModelDefinition model, Lazy<TokenUsage> worst, CancellationToken cancellationToken);

    /// <summary>The wait that this instance knows of without asking anybody; null when a call is worth asking for.</summary>
    /// <param name="since">As in <see cref="CallScope.Since"/>.</param>
    Admission.Wait? Foresee(ModelDefinition model, Lane lane, DateTimeOffset since);
}
