using AgentFunctions.Tasks;

namespace AgentFunctions.Models;

/// <summary>For whom a model is to be called.</summary>
/// <param name="Since">Since when the task could have been run; one that has waited for long is looked at less often.</param>
/// <param name="Begun">True when its run has made calls already, which would be paid for again if it were put off.</param>
public sealed record CallScope(TenantId Tenant, string Agent, Lane Lane, DateTimeOffset Since, bool Begun = false)
{
    /// <summary>Takes the answer's text while it is written; null: the answer comes whole.</summary>
    public IAnswerText? Text { get; init; }

    public static CallScope Of(AgentTask task) =>
        new(task.Tenant, task.Agent, task.Lane, task.NotBefore is { } notBefore && notBefore > task.CreatedAt ? notBefore : task.CreatedAt);
}
