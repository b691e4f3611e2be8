using System.Diagnostics;
using AgentFunctions.Models;
using AgentFunctions.Telemetry;

namespace AgentFunctions.Agents;

/// <summary>The span of an agent's run on one input, by OpenTelemetry's conventions for agents. Its model and tool calls are spans below it.</summary>
internal static class AgentSpan
{
    private const string Operation = "invoke_agent";

    public static Activity? Start(AgentDefinition agent, ModelDefinition model) => !Spans.Source.HasListeners()
        ? null
        : Spans.Source.StartActivity($"{Operation} {agent.Name}")?
            .SetTag(SpanTags.GenAIOperation, Operation)
            .SetTag(SpanTags.GenAIProvider, ProviderOf(model))
            .SetTag(SpanTags.GenAIAgentName, agent.Name)
            .SetTag(SpanTags.GenAIAgentVersion, agent.Version)
            .SetTag(SpanTags.GenAIRequestModel, model.Deployment)
            .SetTag(SpanTags.GenAIOutputType, "json");

    public static void End(Activity? span, AgentOutcome outcome)
    {
        if (span is not { IsAllDataRequested: true })
        {
            return;
        }

        span.SetTag(SpanTags.GenAIInputTokens, outcome.Use.Usage.Input)
            .SetTag(SpanTags.GenAICachedTokens, outcome.Use.Usage.CachedInput)
            .SetTag(SpanTags.GenAIOutputTokens, outcome.Use.Usage.Output)
            .SetTag(SpanTags.Cost, (double)outcome.Use.Cost.Amount);
        if (outcome is AgentOutcome.Failed failed)
        {
            Spans.Fail(span, failed.Fault.Error.Code);
        }
    }

    private static string ProviderOf(ModelDefinition model) => model.Provider switch
    {
        ModelProvider.Offline => Models.Offline.OfflineChatClient.ProviderName,
        ModelProvider.AzureOpenAI => "azure.ai.openai",
        _ => "openai",
    };
}
