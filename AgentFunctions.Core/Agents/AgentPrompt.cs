using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AgentFunctions.Agents;

/// <summary>The messages that a model is sent for one input.</summary>
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
}
