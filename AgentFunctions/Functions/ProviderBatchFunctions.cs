using AgentFunctions.Workers.Packs;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions;

/// <summary>The steps of a pack that goes through a provider's batch API.</summary>
public sealed class ProviderBatchFunctions(ProviderBatches batches)
{
    public const string Submit = "SubmitProviderBatch";
    public const string IsOver = "IsProviderBatchOver";
    public const string Cancel = "CancelProviderBatch";
    public const string Collect = "CollectProviderBatch";

    [Function(Submit)]
    public Task<BatchTicket> SubmitAsync([ActivityTrigger] PackRequest request, CancellationToken cancellationToken) => batches.SubmitAsync(request, cancellationToken);

    [Function(IsOver)]
    public Task<bool> IsOverAsync([ActivityTrigger] BatchInHand batch, CancellationToken cancellationToken) => batches.IsOverAsync(batch, cancellationToken);

    [Function(Cancel)]
    public Task CancelAsync([ActivityTrigger] BatchInHand batch, CancellationToken cancellationToken) => batches.CancelAsync(batch, cancellationToken);

    [Function(Collect)]
    public Task<PackStep> CollectAsync([ActivityTrigger] BatchInHand batch, CancellationToken cancellationToken) => batches.CollectAsync(batch, cancellationToken);
}
