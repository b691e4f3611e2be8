namespace AgentFunctions.Models.Batches;

/// <summary>The batch API of a model's provider, as the catalogue has it.</summary>
/// <param name="PriceFactor">What a batched token costs, as a part of the model's price; above 0 and at most 1.</param>
/// <param name="Window">Within what time of its submission the provider ends a batch; whole hours, 1 hour to 7 days.</param>
/// <param name="Endpoint">Base address; null: the model's own, and <c>/openai/v1</c> under it with Azure OpenAI.</param>
public sealed record BatchOffer(BatchApi Api, decimal PriceFactor, TimeSpan Window, Uri? Endpoint = null)
{
    /// <summary>
    /// The provider's name of the model within batches; null: the model's own. Azure OpenAI runs batches on deployments of
    /// their own type, Global-Batch or DataZone-Batch.
    /// </summary>
    public string? Deployment { get; init; }
}
