namespace AgentFunctions.Http.OpenApi;

/// <summary>What the operations of the API are about.</summary>
internal static class ApiTags
{
    public const string Tasks = "Tasks";
    public const string Agents = "Agents";
    public const string Batches = "Batches";
    public const string DeadLetters = "Dead letters";
    public const string Callbacks = "Callbacks";
    public const string Backlog = "Backlog";
    public const string Costs = "Costs";
    public const string Keys = "Keys";
    public const string Application = "Application";

    /// <summary>All, in the order in which a reader meets them.</summary>
    public static IReadOnlyList<(string Name, string Text)> All { get; } =
    [
        (Tasks, "Submit a task, see where it stands, follow it, get its result, cancel it, say what its answer was worth."),
        (Batches, "Submit up to 1,000 tasks in one request and follow them together."),
        (Agents, "The agents that tasks can name."),
        (DeadLetters, "Tasks that were set aside after their last attempt."),
        (Callbacks, "A task with a `callback` tells its end to that address, signed as [Standard Webhooks](https://www.standardwebhooks.com) says."),
        (Backlog, "What waits, who works, and how everything stands."),
        (Costs, "What was spent and saved, where the cost lies, and what budgets leave."),
        (Keys, "API keys with roles, for a tenant."),
        (Application, "The application itself."),
    ];
}
