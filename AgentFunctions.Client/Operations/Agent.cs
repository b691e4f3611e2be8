using System.Text.Json;

namespace AgentFunctions.Client;

/// <summary>An agent that tasks can name.</summary>
/// <param name="Input">Fields that it needs or can use; empty: any JSON will do.</param>
/// <param name="Output">JSON schema of its answers.</param>
/// <param name="Quality">Pass rate its answers need, 0 to 1; null: its tasks are not routed unless they say so themselves.</param>
/// <param name="Tools">Functions by name; tools of an MCP server as <c>server/tool</c>, or <c>server/*</c> for all.</param>
/// <param name="Checks">Kinds of the checks of its answers.</param>
/// <param name="Batch">How its tasks may travel together; null: never.</param>
/// <param name="MaxOutputTokens">Most tokens of an answer.</param>
/// <param name="ReasoningEffort"><c>none</c>, <c>low</c>, <c>medium</c> or <c>high</c>; null: as the model likes.</param>
public sealed record Agent(
    string Name,
    string Description,
    string Version,
    IReadOnlyList<AgentInput> Input,
    JsonElement Output,
    double? Quality,
    IReadOnlyList<string> Tools,
    IReadOnlyList<string> Checks,
    AgentCache Cache,
    AgentBatching? Batch,
    int MaxOutputTokens,
    string? ReasoningEffort);

/// <summary>A field of an agent's input.</summary>
/// <param name="Name">Property names from the input down, with dots between.</param>
/// <param name="Required">Whether a task without it is refused.</param>
public sealed record AgentInput(string Name, bool Required);

/// <summary>Whether answers given before are given again, where a task does not say otherwise.</summary>
/// <param name="MaxAge">Seconds; an older answer is not used. Null where none is.</param>
/// <param name="Scope"><c>tenant</c> or <c>shared</c>: whose answers are met.</param>
/// <param name="Coalesce">Whether identical tasks that are open at the same time share one answer.</param>
public sealed record AgentCache(bool Use, double? MaxAge, string Scope, bool Coalesce);

/// <summary>How small tasks of an agent may share one model request.</summary>
/// <param name="MaxItems">Most tasks in one request.</param>
/// <param name="MaxInputTokens">Most input tokens in one request.</param>
/// <param name="MaxWaitSeconds">Longest a task waits for company.</param>
public sealed record AgentBatching(int MaxItems, int MaxInputTokens, double MaxWaitSeconds);

/// <summary>The agents there are, as the API lists them.</summary>
internal sealed record AgentList(IReadOnlyList<Agent> Agents);
