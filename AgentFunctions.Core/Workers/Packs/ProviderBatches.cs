using System.Text.Json;
using AgentFunctions.Agents;
using AgentFunctions.Batching.Packing;
using AgentFunctions.Costs;
using AgentFunctions.Models;
using AgentFunctions.Models.Batches;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Telemetry;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Workers.Packs;

/// <summary>Sends the tasks of a pack, each as a request of its own, through the batch API of their model's provider.</summary>
public sealed class ProviderBatches(
    PackClaims claims,
    AgentCatalogue agents,
    ModelCatalogue models,
    IBatchProviders providers,
    ICallGate gate,
    TokenCounter tokens,
    ItemJudge judge,
    IPayloadStore payloads,
    IOptions<WorkerOptions> options,
    TimeProvider time)
{
    /// <summary>
    /// Submits. A repeated step finds the batch of the step before where the provider can tell; what a budget does not allow, or the provider
    /// refuses, is to be run alone.
    /// </summary>
    public async Task<BatchTicket> SubmitAsync(PackRequest request, CancellationToken cancellationToken)
    {
        IReadOnlyList<AgentTask> held = await claims.HeldAsync(request.Pack, request.Tasks, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        if (held.Count == 0 || agents.Find(request.Agent) is not { } agent || models.Find(request.Model) is not { Batch: not null } model)
        {
            return new BatchTicket(null, [.. held.Select(t => t.Id)], null);
        }

        try
        {
            IBatchProvider provider = providers.For(model);
            if (await provider.FindAsync(HintOf(request), cancellationToken).ConfigureAwait(false) is { } found)
            {
                return new BatchTicket(found.BatchId, [], null);
            }

            (BatchRequest Request, ICallPermit Permit, Usd Most)[] admitted = await AdmitAsync(agent, model, held, cancellationToken).ConfigureAwait(false);
            return await SubmitAsync(provider, request, held, admitted, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && ModelFault.Of(e, time.GetUtcNow()) is { } fault)
        {
            return fault.Transient && request.Try < options.Value.Retry.MaxAttempts
                ? new BatchTicket(null, [], time.GetUtcNow() + options.Value.Retry.Delay(request.Try, fault.RetryAfter, Random.Shared.NextDouble()))
                : new BatchTicket(null, [.. held.Select(t => t.Id)], null);
        }
    }

    /// <summary>Whether the batch has come to an end. A provider that cannot be asked now is asked again.</summary>
    public async Task<bool> IsOverAsync(BatchInHand batch, CancellationToken cancellationToken)
    {
        try
        {
            return await ProviderOf(batch).GetAsync(batch.BatchId, cancellationToken).ConfigureAwait(false) is not BatchProgress.Running;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && ModelFault.Of(e, time.GetUtcNow()) is { Transient: true })
        {
            return false;
        }
    }

    /// <summary>Asks the provider to stop, so that what has not begun is not charged for.</summary>
    public async Task CancelAsync(BatchInHand batch, CancellationToken cancellationToken)
    {
        try
        {
            await ProviderOf(batch).CancelAsync(batch.BatchId, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && ModelFault.Of(e, time.GetUtcNow()) is not null)
        {
            // It has ended meanwhile, or goes on; either way its tasks are asked for directly.
        }
    }

    /// <summary>Reads the results of a batch that is over. What has none, or none of use, is to be run alone.</summary>
    public async Task<PackStep> CollectAsync(BatchInHand batch, CancellationToken cancellationToken)
    {
        IReadOnlyList<AgentTask> held = await claims.HeldAsync(batch.Request.Pack, batch.Request.Tasks, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        if (held.Count == 0 || agents.Find(batch.Request.Agent) is not { } agent || models.Find(batch.Request.Model) is not { } model)
        {
            return new PackStep(null, [.. held.Select(t => t.Id)], IsUnsplittable: false, RetryAt: null);
        }

        Dictionary<string, BatchResult.Answered> answers = [];
        await foreach (BatchResult result in ProviderOf(batch).ResultsAsync(batch.BatchId, cancellationToken)
            .AgainstAsync(batch.Request.Tasks.Select(t => t.ToString()), cancellationToken).ConfigureAwait(false))
        {
            if (result is BatchResult.Answered answered)
            {
                answers[answered.CustomId] = answered;
            }
        }

        IReadOnlyList<PackResult> results = await SettleAsync(batch, agent, model, [.. held.Where(t => answers.ContainsKey(t.Id.ToString()))], answers, cancellationToken).ConfigureAwait(false);
        TaskId[] failed = [.. held.Select(t => t.Id).Except(results.Where(r => r.Json is not null).Select(r => r.Task))];
        if (results.Count == 0)
        {
            return new PackStep(null, failed, IsUnsplittable: false, RetryAt: null);
        }

        string json = JsonSerializer.Serialize(results, PackJson.Default.IReadOnlyListPackResult);
        Payload kept = await payloads.KeepAsync(held[0].Id, $"batch-{batch.Request.Pack}-{batch.Request.Step}", json, CancellationToken.None).ConfigureAwait(false);
        return new PackStep(StepValue.Of(kept), failed, IsUnsplittable: false, RetryAt: null);
    }

    private static string HintOf(PackRequest request) => $"{request.Pack}/{request.Step}";

    private IBatchProvider ProviderOf(BatchInHand batch) => providers.For(models.Find(batch.Request.Model)!);

    // A batch has limits of its own at the provider, not those of calls; budgets hold for it as for any call.
    private async Task<(BatchRequest Request, ICallPermit Permit, Usd Most)[]> AdmitAsync(
        AgentDefinition agent, ModelDefinition model, IReadOnlyList<AgentTask> held, CancellationToken cancellationToken)
    {
        ModelDefinition batched = model with { Name = $"{model.Name} (batch)", Price = model.Price.Times(model.Batch!.PriceFactor), RequestsPerMinute = null, TokensPerMinute = null };
        List<(BatchRequest, ICallPermit, Usd)> admitted = [];
        foreach (AgentTask task in held)
        {
            List<ChatMessage> messages = AgentPrompt.Of(agent, await payloads.ReadAsync(task.Input, cancellationToken).ConfigureAwait(false));
            ChatOptions call = AgentPrompt.OptionsOf(agent, agent.OutputSchema, agent.MaxOutputTokens, []);
            TokenUsage worst = new(WorstCase.InputTokens(tokens, messages, call), 0, agent.MaxOutputTokens, Estimated: true);
            if (await gate.AdmitAsync(CallScope.Of(task), batched, new Lazy<TokenUsage>(worst), cancellationToken).ConfigureAwait(false) is Admission.Admitted { Permit: var permit })
            {
                admitted.Add((new BatchRequest(task.Id.ToString(), messages, call), permit, batched.Price.Of(worst)));
            }
        }

        return [.. admitted];
    }

    private static async Task<BatchTicket> SubmitAsync(
        IBatchProvider provider, PackRequest request, IReadOnlyList<AgentTask> held, (BatchRequest Request, ICallPermit Permit, Usd Most)[] admitted, CancellationToken cancellationToken)
    {
        CallEnd end = CallEnd.Rejected.Instance;
        try
        {
            string? batch = admitted.Length == 0 ? null
                : (await provider.SubmitAsync(HintOf(request), [.. admitted.Select(a => a.Request)], cancellationToken).ConfigureAwait(false)).BatchId;

            // What the answers really take is known in hours, perhaps by another process; until the period ends the budget counts the most they can.
            end = CallEnd.Unknown.Instance;
            HashSet<string> sent = [.. admitted.Select(a => a.Request.CustomId)];
            return new BatchTicket(batch, [.. held.Select(t => t.Id).Where(id => !sent.Contains(id.ToString()))], null);
        }
        catch (Exception e) when (e is BatchTooLargeException or ArgumentException)
        {
            // Too much for one batch, or an output shape that this API does not take; direct calls do.
            return new BatchTicket(null, [.. held.Select(t => t.Id)], null);
        }
        finally
        {
            await Task.WhenAll(admitted.Select(a => a.Permit.SettleAsync(end))).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<PackResult>> SettleAsync(
        BatchInHand batch, AgentDefinition agent, ModelDefinition model, IReadOnlyList<AgentTask> answered, Dictionary<string, BatchResult.Answered> answers, CancellationToken cancellationToken)
    {
        List<AnsweredItem> items = [];
        foreach (AgentTask task in answered)
        {
            items.Add(new AnsweredItem(task, await payloads.ReadAsync(task.Input, cancellationToken).ConfigureAwait(false), Checked(agent, answers[task.Id.ToString()])));
        }

        List<PackResult> results = [];
        foreach (JudgedItem item in await judge.JudgeAsync(agent, items, cancellationToken).ConfigureAwait(false))
        {
            BatchResult.Answered answer = answers[item.Item.Task.Id.ToString()];
            TokenUsage usage = answer.Usage ?? new(tokens.Count(AgentPrompt.Of(agent, item.Item.InputJson)), 0, tokens.Count(answer.Text), Estimated: true);
            ModelCall call = ModelCall.Of(time.GetUtcNow(), model.Name, usage, model.Price.Times(model.Batch!.PriceFactor)) with
            {
                Pack = new PackShare(HintOf(batch.Request), 0, 1, item.Json is null ? default : model.Price.Of(usage)),
            };
            Meters.Cost.Add((double)call.Cost.Amount, new("agent", agent.Name), new("model", model.Name));
            results.Add(await judge.SettleAsync(agent, model, item, call, cancellationToken, model.Batch.PriceFactor).ConfigureAwait(false));
        }

        return results;
    }

    private static ItemAnswer Checked(AgentDefinition agent, BatchResult.Answered answer)
    {
        if (answer.FinishReason == ChatFinishReason.Length || answer.FinishReason == ChatFinishReason.ContentFilter)
        {
            return new ItemAnswer(null, "the answer was cut off or declined");
        }

        (string? json, string? problem) = OutputCheck.Run(answer.Text, agent.OutputValidator);
        return new ItemAnswer(json, problem);
    }
}

/// <summary>What became of a submission.</summary>
/// <param name="BatchId">The provider's name of the batch; null: there is none.</param>
/// <param name="Failed">Tasks that are in no batch: to be run alone.</param>
/// <param name="RetryAt">Nothing was submitted; to be tried again then.</param>
public sealed record BatchTicket(string? BatchId, IReadOnlyList<TaskId> Failed, DateTimeOffset? RetryAt);

/// <summary>A batch that a provider has.</summary>
public sealed record BatchInHand(PackRequest Request, string BatchId);
