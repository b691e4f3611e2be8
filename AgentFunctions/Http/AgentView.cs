using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using AgentFunctions.Agents;
using AgentFunctions.Agents.Checks;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http;

/// <summary>The agents there are.</summary>
/// <param name="Agents">By name.</param>
internal sealed record AgentListView(IReadOnlyList<AgentView> Agents)
{
    public static IResult Of(IEnumerable<AgentDefinition> agents) => Results.Json(new AgentListView([.. agents.Select(AgentView.Of)]), ApiJson.Sent.AgentListView);
}

/// <summary>An agent as its file describes it, without its instructions, which are nobody's but their author's.</summary>
/// <param name="Input">Fields that its instructions name, in their order; empty: any JSON will do.</param>
/// <param name="Output">JSON schema of its answers.</param>
/// <param name="Quality">Pass rate its answers need, 0 to 1; null: its tasks are not routed unless they say so themselves.</param>
/// <param name="Tools">Functions by name; tools of an MCP server as <c>server/tool</c>, or <c>server/*</c> for all.</param>
/// <param name="Checks">Kinds of the checks of its answers, in their order, each once.</param>
/// <param name="Batch">How its tasks may travel together; null: never.</param>
/// <param name="MaxOutputTokens">Most tokens of an answer.</param>
/// <param name="ReasoningEffort">How long the model thinks; null: as the model likes.</param>
internal sealed record AgentView(
    string Name,
    string Description,
    string Version,
    IReadOnlyList<AgentInputView> Input,
    JsonElement Output,
    double? Quality,
    IReadOnlyList<string> Tools,
    [property: AllowedValues("schema", "regex", "cites", "number", "judge")] IReadOnlyList<string> Checks,
    AgentCacheView Cache,
    AgentBatchView? Batch,
    int MaxOutputTokens,
    [property: AllowedValues("none", "low", "medium", "high")] string? ReasoningEffort)
{
    public static IResult Answer(AgentDefinition agent) => Results.Json(Of(agent), ApiJson.Sent.AgentView);

    public static AgentView Of(AgentDefinition agent) => new(
        agent.Name,
        agent.Description,
        agent.Version,
        AgentInputView.Of(agent.Instructions.Placeholders),
        agent.OutputSchema,
        agent.Quality,
        [.. agent.Tools.SelectMany(NamesOf)],
        [.. agent.Checks.Select(KindOf).Distinct()],
        AgentCacheView.Of(agent.Cache),
        agent.Batch is { } batch ? new AgentBatchView(batch.MaxItems, batch.MaxInputTokens, batch.MaxWait.TotalSeconds) : null,
        agent.MaxOutputTokens,
        agent.ReasoningEffort is { } effort ? JsonNamingPolicy.CamelCase.ConvertName(effort.ToString()) : null);

    private static IEnumerable<string> NamesOf(ToolReference tool) => tool switch
    {
        ToolReference.InProcess function => [function.Name],
        ToolReference.Mcp { Allow.Count: 0 } server => [$"{server.Name}/*"],
        ToolReference.Mcp server => server.Allow.Select(name => $"{server.Name}/{name}"),
        _ => throw new InvalidOperationException($"{tool} is no kind of tool."),
    };

    private static string KindOf(AnswerCheck check) => check switch
    {
        AnswerCheck.Schema => "schema",
        AnswerCheck.Pattern => "regex",
        AnswerCheck.Cites => "cites",
        AnswerCheck.Number => "number",
        AnswerCheck.Judge => "judge",
        _ => throw new InvalidOperationException($"{check} is no kind of check."),
    };
}

/// <summary>A field of an agent's input.</summary>
/// <param name="Name">Property names from the input down, with dots between.</param>
/// <param name="Required">Whether a task without it is refused.</param>
internal sealed record AgentInputView(string Name, bool Required)
{
    // The input as a whole is no field of it.
    public static IReadOnlyList<AgentInputView> Of(IReadOnlyList<Placeholder> placeholders) =>
    [
        .. placeholders.Where(p => p.Path.Count > 0)
            .GroupBy(p => string.Join('.', p.Path), StringComparer.Ordinal)
            .Select(field => new AgentInputView(field.Key, field.Any(p => !p.Optional))),
    ];
}

/// <summary>Whether answers given before are given again, where a task does not say otherwise.</summary>
/// <param name="MaxAge">Seconds; an older answer is not used. Null where none is used.</param>
/// <param name="Scope">Whose answers are met.</param>
/// <param name="Coalesce">Whether identical tasks that are open at the same time share one answer.</param>
internal sealed record AgentCacheView(bool Use, double? MaxAge, [property: AllowedValues("tenant", "shared")] string Scope, bool Coalesce)
{
    public static AgentCacheView Of(AgentCachePolicy policy) =>
        new(policy.Use, policy.Use ? policy.MaxAge.TotalSeconds : null, JsonNamingPolicy.CamelCase.ConvertName(policy.Scope.ToString()), policy.Coalesce);
}

/// <summary>How small tasks of an agent may share one model request.</summary>
/// <param name="MaxItems">Most tasks in one request.</param>
/// <param name="MaxInputTokens">Most input tokens in one request.</param>
/// <param name="MaxWaitSeconds">Longest a task waits for company.</param>
internal sealed record AgentBatchView(int MaxItems, int MaxInputTokens, double MaxWaitSeconds);
