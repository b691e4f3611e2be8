using System.Text.Json;
using AgentFunctions.Models;
using Microsoft.Extensions.AI;

namespace AgentFunctions.Agents;

/// <summary>What a model is sent for one input.</summary>
internal static class AgentPrompt
{
    /// <summary>The instructions come first and are the same for all tasks of the agent, so that a provider's prompt cache can hold them.</summary>
    public static List<ChatMessage> Of(AgentDefinition agent, string inputJson)
    {
        using JsonDocument input = JsonDocument.Parse(inputJson);
        List<ChatMessage> prompt = [];
        if (agent.Instructions.System.Length > 0)
        {
            prompt.Add(new ChatMessage(ChatRole.System, agent.Instructions.System));
        }

        prompt.Add(new ChatMessage(ChatRole.User, agent.Instructions.RenderUser(input.RootElement)));
        return prompt;
    }

    /// <summary>What a call asks for beside the messages.</summary>
    /// <param name="shape">JSON schema of the answer.</param>
    /// <param name="maxOutputTokens">Most tokens of the answer.</param>
    public static ChatOptions OptionsOf(AgentDefinition agent, JsonElement shape, int maxOutputTokens, IReadOnlyList<AITool> tools) => new()
    {
        MaxOutputTokens = maxOutputTokens,
        ResponseFormat = ChatResponseFormat.ForJsonSchema(shape, agent.Name, agent.Description),
        Tools = tools.Count == 0 ? null : [.. tools],
        Reasoning = agent.ReasoningEffort is { } effort ? new ReasoningOptions { Effort = EffortOf(effort) } : null,
        AdditionalProperties = PromptCacheKey.PropertiesOf(agent.Fingerprint),
    };

    private static ReasoningEffort EffortOf(AgentReasoning effort) => effort switch
    {
        AgentReasoning.None => ReasoningEffort.None,
        AgentReasoning.Low => ReasoningEffort.Low,
        AgentReasoning.Medium => ReasoningEffort.Medium,
        _ => ReasoningEffort.High,
    };
}
