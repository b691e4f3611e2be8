namespace AgentFunctions.Models.Batches;

/// <summary>The shape of a provider's batch API.</summary>
public enum BatchApi
{
    /// <summary>OpenAI's <c>/files</c> and <c>/batches</c>, which Azure OpenAI and others speak too.</summary>
    OpenAI,

    /// <summary>Anthropic's <c>/messages/batches</c>.</summary>
    Anthropic,
}
