using AgentFunctions.Costs;
using AgentFunctions.Models.Batches;

namespace AgentFunctions.Models;

/// <summary>How a model is reached.</summary>
public enum ModelProvider
{
    /// <summary>The small deterministic model inside this process.</summary>
    Offline,

    /// <summary>Any endpoint that speaks OpenAI's chat completions: OpenAI, Ollama, vLLM, LiteLLM.</summary>
    OpenAI,

    /// <summary>Azure OpenAI, by Entra identity or by key.</summary>
    AzureOpenAI,
}

/// <summary>One model of the catalogue.</summary>
public sealed record ModelDefinition
{
    /// <summary>Name within the catalogue, on tasks and in the ledger.</summary>
    public required string Name { get; init; }

    public required ModelProvider Provider { get; init; }

    /// <summary>Base address, such as <c>https://api.openai.com/v1</c>; null for <see cref="ModelProvider.Offline"/>.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>The provider's name of the model or deployment.</summary>
    public required string Deployment { get; init; }

    /// <summary>Name of the setting that holds the key; null: no key, or the Entra identity with Azure OpenAI.</summary>
    public string? ApiKeySetting { get; init; }

    public required TokenPrice Price { get; init; }

    /// <summary>Most tokens of prompt and answer together.</summary>
    public required int ContextWindow { get; init; }

    /// <summary>The provider's limit; null: none.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>The provider's limit on input and output tokens together; null: none.</summary>
    public int? TokensPerMinute { get; init; }

    /// <summary>
    /// Share of answers that are expected to pass, above 0 and below 1, before there is evidence from an agent's own tasks. Null: the model takes
    /// only the tasks that nothing is routed for.
    /// </summary>
    public double? PassRate { get; init; }

    /// <summary>Whether requests carry OpenAI's <c>prompt_cache_key</c>, the same for all of an agent; other servers may refuse it.</summary>
    public bool PromptCacheKey { get; init; }

    /// <summary>The provider's batch API; null: none is used.</summary>
    public BatchOffer? Batch { get; init; }

    /// <summary>Price of a call that travels in the provider's batch; null: no batch API.</summary>
    public TokenPrice? BatchPrice => Batch is null ? null : Price.Times(Batch.PriceFactor);

    /// <summary>Longest one request may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);
}
