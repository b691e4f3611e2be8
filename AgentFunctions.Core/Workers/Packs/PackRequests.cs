using System.Diagnostics;
using System.Text.Json;
using AgentFunctions.Agents;
using AgentFunctions.Batching.Collecting;
using AgentFunctions.Batching.Packing;
using AgentFunctions.Costs;
using AgentFunctions.Models;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Telemetry;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Workers.Packs;

/// <summary>Makes one model request for the tasks of a pack, and judges the answer item by item.</summary>
public sealed class PackRequests(
    PackClaims claims,
    AgentCatalogue agents,
    ModelCatalogue models,
    IChatClients clients,
    ICallGate gate,
    TokenCounter tokens,
    ItemJudge judge,
    PackSizes sizes,
    IPayloadStore payloads,
    IOptions<WorkerOptions> options,
    TimeProvider time)
{
    /// <summary>Asks. What the provider or a limit puts off is to be tried again later; whatever else goes wrong leads to tasks that are to be run alone.</summary>
    public async Task<PackStep> AskAsync(PackRequest request, CancellationToken cancellationToken)
    {
        TimeSpan longest = models.Find(request.Model)?.Timeout ?? default;
        IReadOnlyList<AgentTask> held = await claims.HeldAsync(request.Pack, request.Tasks, longest, cancellationToken).ConfigureAwait(false);
        if (held.Count < 2 || agents.Find(request.Agent) is not { } agent || models.Find(request.Model) is not { } model)
        {
            return new PackStep(null, [.. held.Select(t => t.Id)], IsUnsplittable: false, RetryAt: null);
        }

        (TaskId Task, string InputJson)[] inputs = await Task.WhenAll(held.Select(async t => (t.Id, await payloads.ReadAsync(t.Input, cancellationToken).ConfigureAwait(false)))).ConfigureAwait(false);
        PackPrompt prompt = PackPrompt.Of(agent, inputs);
        using CallMeter meter = new(clients.For(model), model, tokens, gate, CallScope.Of(held[0]), budget: null, time);
        try
        {
            using Activity? span = AgentSpan.Start(agent, model)?.SetTag(SpanTags.BatchSize, held.Count);
            ChatResponse response = await meter.GetResponseAsync(prompt.Messages, prompt.Options, cancellationToken).ConfigureAwait(false);
            PackAnswer answer = response.FinishReason == ChatFinishReason.Length
                ? PackAnswer.Unsplittable("the answer was cut off")
                : PackAnswer.Split(response.Text, prompt.Ids, agent.OutputValidator);
            return await JudgeAsync(new Asked(request, agent, model, held, inputs, prompt, meter.Use.Calls[^1], response.Text), answer, cancellationToken).ConfigureAwait(false);
        }
        catch (CallDeferredException e)
        {
            return Later(request, held, e.Reason.Until);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && ModelFault.Of(e, time.GetUtcNow()) is { } fault)
        {
            return fault.Transient
                ? Later(request, held, time.GetUtcNow() + options.Value.Retry.Delay(request.Try, fault.RetryAfter, Random.Shared.NextDouble()))
                : new PackStep(null, [.. held.Select(t => t.Id)], IsUnsplittable: false, RetryAt: null);
        }
    }

    // Alone, each task has its own tries, and its own dead letter.
    private PackStep Later(PackRequest request, IReadOnlyList<AgentTask> held, DateTimeOffset at) => request.Try >= options.Value.Retry.MaxAttempts
        ? new PackStep(null, [.. held.Select(t => t.Id)], IsUnsplittable: false, RetryAt: null)
        : new PackStep(null, [], IsUnsplittable: false, at);

    private async Task<PackStep> JudgeAsync(Asked asked, PackAnswer answer, CancellationToken cancellationToken)
    {
        Meters.Cost.Add((double)asked.Call.Cost.Amount, new("agent", asked.Agent.Name), new("model", asked.Call.Model));
        AnsweredItem[] items = [.. asked.Held.Select((task, i) => new AnsweredItem(task, asked.Inputs[i].InputJson, answer.Problem is null ? answer.Items[i] : new ItemAnswer(null, answer.Problem)))];
        IReadOnlyList<JudgedItem> judged = await judge.JudgeAsync(asked.Agent, items, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ModelCall> parts = PartsOf(asked, judged);
        List<PackResult> results = [];
        for (int i = 0; i < judged.Count; i++)
        {
            results.Add(await judge.SettleAsync(asked.Agent, asked.Model, judged[i], parts[i], cancellationToken).ConfigureAwait(false));
        }

        TaskId[] failed = [.. results.Where(r => r.Json is null).Select(r => r.Task)];
        if (asked.Request.IsWhole)
        {
            // One answer that cannot be taken apart is one failure, and says little of its items.
            await (answer.Problem is null ? sizes.NoteAsync(asked.Agent, results.Count, results.Count - failed.Length) : sizes.NoteAsync(asked.Agent, 1, 0)).ConfigureAwait(false);
        }

        string json = JsonSerializer.Serialize(results, PackJson.Default.IReadOnlyListPackResult);
        Payload kept = await payloads.KeepAsync(asked.Held[0].Id, $"pack-{asked.Request.Pack}-{asked.Request.Step}", json, CancellationToken.None).ConfigureAwait(false);
        return new PackStep(StepValue.Of(kept), failed, answer.Problem is not null, RetryAt: null);
    }

    private IReadOnlyList<ModelCall> PartsOf(Asked asked, IReadOnlyList<JudgedItem> judged)
    {
        // Providers take the schema for input; where none counted, it is not in the count.
        bool isSchemaCounted = !asked.Call.Usage.Estimated;
        long schema = isSchemaCounted ? tokens.Count(asked.Agent.OutputSchema.GetRawText()) : 0;
        long shape = isSchemaCounted ? tokens.Count(asked.Prompt.Shape.GetRawText()) : 0;
        return PackCosts.Split(
            asked.Call,
            $"{asked.Request.Pack}/{asked.Request.Step}",
            [.. judged.Select((j, i) => new ItemTokens(
                tokens.Count(asked.Prompt.Items[i]),
                tokens.Count(AgentPrompt.Of(asked.Agent, asked.Inputs[i].InputJson)) + schema,
                j.Json is null ? 0 : tokens.Count(j.Json),
                j.Json is not null))],
            tokens.Count(asked.Prompt.Messages) + shape,
            tokens.Count(asked.Text));
    }

    private sealed record Asked(
        PackRequest Request, AgentDefinition Agent, ModelDefinition Model, IReadOnlyList<AgentTask> Held, IReadOnlyList<(TaskId Task, string InputJson)> Inputs, PackPrompt Prompt, ModelCall Call, string Text);
}
