using System.ClientModel;
using System.ClientModel.Primitives;
using System.Collections.Concurrent;
using AgentFunctions.Models.Batches.Files;
using AgentFunctions.Models.Batches.Messages;
using Azure.Core;
using Microsoft.Extensions.Configuration;

namespace AgentFunctions.Models.Batches;

/// <summary>Makes and keeps one batch client a model. Thread-safe.</summary>
public sealed class BatchProviders(IConfiguration settings, TokenCredential credential, TimeProvider time) : IBatchProviders
{
    private const string AzureScope = "https://cognitiveservices.azure.com/.default";

    // https://platform.claude.com/docs/en/api/versioning
    private const string AnthropicVersion = "2023-06-01";

    private readonly ConcurrentDictionary<string, Lazy<IBatchProvider>> _providers = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public IBatchProvider For(ModelDefinition model) => _providers.GetOrAdd(model.Name, _ => new Lazy<IBatchProvider>(() => Create(model))).Value;

    private IBatchProvider Create(ModelDefinition model)
    {
        BatchOffer offer = model.Batch ?? throw new ArgumentException($"Model '{model.Name}' has no batch API in the catalogue.", nameof(model));
        Uri endpoint = offer.Endpoint ?? Usual(model);
        string deployment = offer.Deployment ?? model.Deployment;
        return offer.Api == BatchApi.Anthropic
            ? new MessageBatches(new BatchHttp(Pipeline(model), endpoint, ("anthropic-version", AnthropicVersion)), deployment)
            : new FileBatches(new BatchHttp(Pipeline(model), endpoint), new ChatLines(model, deployment), offer.Window, time);
    }

    // Azure OpenAI's v1 API has the paths, bodies and answers of OpenAI's and needs no api-version.
    private static Uri Usual(ModelDefinition model) =>
        model.Provider == ModelProvider.AzureOpenAI ? new Uri($"{model.Endpoint!.AbsoluteUri.TrimEnd('/')}/openai/v1") : model.Endpoint!;

    private ClientPipeline Pipeline(ModelDefinition model)
    {
        ClientPipelineOptions options = new() { NetworkTimeout = model.Timeout, RetryPolicy = new ClientRetryPolicy(maxRetries: 0) };
        return ClientPipeline.Create(options, perCallPolicies: [], perTryPolicies: [Authentication(model)], beforeTransportPolicies: []);
    }

    private AuthenticationPolicy Authentication(ModelDefinition model) => model switch
    {
        { Batch.Api: BatchApi.Anthropic } => ApiKeyAuthenticationPolicy.CreateHeaderApiKeyPolicy(Key(model), "x-api-key"),
        { Provider: ModelProvider.AzureOpenAI, ApiKeySetting: null } => new BearerTokenPolicy(credential, AzureScope),
        { Provider: ModelProvider.AzureOpenAI } => ApiKeyAuthenticationPolicy.CreateHeaderApiKeyPolicy(Key(model), "api-key"),
        _ => ApiKeyAuthenticationPolicy.CreateBearerAuthorizationPolicy(Key(model)),
    };

    // As with chat clients: servers that want no key get one that is none.
    private ApiKeyCredential Key(ModelDefinition model) => new(
        model.ApiKeySetting is null ? "none"
        : settings[model.ApiKeySetting] is { Length: > 0 } key ? key
        : throw new ModelSettingException($"Model '{model.Name}' needs the setting '{model.ApiKeySetting}', which is empty or missing."));
}
