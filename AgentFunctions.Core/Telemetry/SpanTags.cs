namespace AgentFunctions.Telemetry;

/// <summary>Names of attributes on spans: those of OpenTelemetry's conventions, and under <c>agentfn.</c> those of this application.</summary>
/// <remarks>
/// Messaging: opentelemetry.io/docs/specs/semconv/messaging/azure-messaging (1.45). Agents: semantic-conventions 1.41,
/// docs/gen-ai/gen-ai-agent-spans.md, the version that Microsoft.Extensions.AI 10.11 follows.
/// </remarks>
internal static class SpanTags
{
    public const string ErrorType = "error.type";

    public const string MessagingSystem = "messaging.system";
    public const string MessagingOperationName = "messaging.operation.name";
    public const string MessagingOperationType = "messaging.operation.type";
    public const string MessagingDestination = "messaging.destination.name";
    public const string MessagingMessageId = "messaging.message.id";
    public const string MessagingBatchCount = "messaging.batch.message_count";

    public const string GenAIOperation = "gen_ai.operation.name";
    public const string GenAIProvider = "gen_ai.provider.name";
    public const string GenAIAgentName = "gen_ai.agent.name";
    public const string GenAIAgentVersion = "gen_ai.agent.version";
    public const string GenAIRequestModel = "gen_ai.request.model";
    public const string GenAIOutputType = "gen_ai.output.type";
    public const string GenAIInputTokens = "gen_ai.usage.input_tokens";
    public const string GenAIOutputTokens = "gen_ai.usage.output_tokens";
    public const string GenAICachedTokens = "gen_ai.usage.cache_read.input_tokens";

    public const string ServerAddress = "server.address";
    public const string HttpStatus = "http.response.status_code";

    public const string TaskId = "agentfn.task.id";
    public const string Agent = "agentfn.agent";
    public const string AgentVersion = "agentfn.agent.version";
    public const string Tenant = "agentfn.tenant";
    public const string Lane = "agentfn.lane";
    public const string Attempt = "agentfn.attempt";
    public const string Outcome = "agentfn.outcome";
    public const string BatchSize = "agentfn.batch.size";
    public const string BatchRefused = "agentfn.batch.refused";
    public const string Cost = "agentfn.cost";
}
