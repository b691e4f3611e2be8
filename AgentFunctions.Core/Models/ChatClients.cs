using System.ClientModel;
using System.ClientModel.Primitives;
using System.Collections.Concurrent;
using AgentFunctions.Models.Offline;
using AgentFunctions.Telemetry;
using Azure.AI.OpenAI;
using Azure.Core;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using OpenAI;

namespace AgentFunctions.Models;

/// <summary>Makes and keeps one chat client a model. Thread-safe.</summary>
public sealed class ChatClients(IConfiguration settings, TokenCredential credential) : IChatClients, IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<IChatClient>> _clients = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public IChatClient For(ModelDefinition model) => _clients.GetOrAdd(model.Name, _ => new Lazy<IChatClient>(() => Create(model))).Value;

    public void Dispose()
    {
        foreach (Lazy<IChatClient> client in _clients.Values.Where(c => c.IsValueCreated))
        {
            client.Value.Dispose();
        }
    }

    private IChatClient Create(ModelDefinition model) => Connect(model).AsBuilder()
        .UsePromptCacheKey(model)
        .UseOpenTelemetry(sourceName: Spans.ModelCalls, configure: spans => spans.EnableSensitiveData = TelemetrySettings.ReadRecordContent(settings))
        .Build();

    private IChatClient Connect(ModelDefinition model) => model.Provider switch
    {
        ModelProvider.Offline => new OfflineChatClient(),
        ModelProvider.OpenAI => new OpenAIClient(OpenAIKey(model), Configure(new OpenAIClientOptions { Endpoint = model.Endpoint }, model))
            .GetChatClient(model.Deployment).AsIChatClient(),
        _ => AzureOpenAI(model, Configure(new AzureOpenAIClientOptions(), model)).GetChatClient(model.Deployment).AsIChatClient(),
    };

    private AzureOpenAIClient AzureOpenAI(ModelDefinition model, AzureOpenAIClientOptions options) => model.ApiKeySetting is null
        ? new AzureOpenAIClient(model.Endpoint, credential, options)
        : new AzureOpenAIClient(model.Endpoint, new ApiKeyCredential(Key(model)), options);

    // Servers such as Ollama want no key, but the client insists on one being there.
    private ApiKeyCredential OpenAIKey(ModelDefinition model) => new(model.ApiKeySetting is null ? "none" : Key(model));

    private string Key(ModelDefinition model) => settings[model.ApiKeySetting!] is { Length: > 0 } key
        ? key
        : throw new ModelSettingException($"Model '{model.Name}' needs the setting '{model.ApiKeySetting}', which is empty or missing.");

    private static T Configure<T>(T options, ModelDefinition model)
        where T : ClientPipelineOptions
    {
        options.NetworkTimeout = model.Timeout;

        // A retry goes through the queue, where it holds no worker and is seen by everyone.
        options.RetryPolicy = new ClientRetryPolicy(maxRetries: 0);
        return options;
    }
}
