using AgentFunctions.Costs;
using AgentFunctions.Tasks;
using Microsoft.Extensions.AI;

namespace AgentFunctions.Models;

/// <summary>
/// Stands before a model's client for one attempt at one task, adds up what its calls take, and lets no call pass
/// that could cost more than the task may, or that the gate does not admit.
/// </summary>
internal sealed class CallMeter(
    IChatClient inner, ModelDefinition model, TokenCounter tokens, ICallGate gate, CallScope scope, Usd? budget, TimeProvider time) : DelegatingChatClient(inner)
{
    // A run that has begun is not put off for a short wait: its calls so far would be paid for again.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>All calls so far.</summary>
    public ModelUse Use { get; private set; } = ModelUse.None;

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        List<ChatMessage> prompt = [.. messages];
        Lazy<TokenUsage> worst = new(() => new(WorstCase.InputTokens(tokens, prompt, options), 0, options?.MaxOutputTokens ?? model.ContextWindow, Estimated: true));
        EnsureWithinBudget(worst);
        ICallPermit permit = await AdmitAsync(worst, cancellationToken).ConfigureAwait(false);
        CallEnd end = CallEnd.Unknown.Instance;
        try
        {
            ChatResponse response = await AskAsync(prompt, options, cancellationToken).ConfigureAwait(false);
            ModelCall call = Bill(Reported(response.Usage) ?? new(tokens.Count(prompt), 0, tokens.Count(response.Messages), Estimated: true));
            end = new CallEnd.Answered(call.Usage, call.Cost);
            return response;
        }
        catch (OperationCanceledException)
        {
            // Cut off, by us or by a time-out: the provider has read the prompt and will ask for its price. What it had
            // written by then nobody can know.
            Bill(new TokenUsage(tokens.Count(prompt), 0, 0, Estimated: true));
            throw;
        }
        catch (Exception e)
        {
            end = ModelFault.EndOf(e, time.GetUtcNow());
            throw;
        }
        finally
        {
            await permit.SettleAsync(end).ConfigureAwait(false);
        }
    }

    private ModelCall Bill(TokenUsage usage)
    {
        ModelCall call = ModelCall.Of(time.GetUtcNow(), model.Name, usage, model.Price);
        Use = new ModelUse([.. Use.Calls, call]);
        return call;
    }

    private async Task<ICallPermit> AdmitAsync(Lazy<TokenUsage> worst, CancellationToken cancellationToken)
    {
        DateTimeOffset start = time.GetUtcNow();
        bool isBegun = scope.Begun || Use.Calls.Count > 0;
        while (true)
        {
            switch (await gate.AdmitAsync(scope with { Begun = isBegun }, model, worst, cancellationToken).ConfigureAwait(false))
            {
                case Admission.Admitted admitted:
                    return admitted.Permit;
                case Admission.Wait { Reason: { } reason } when isBegun && reason.Until <= start + Patience:
                    TimeSpan pause = reason.Until - time.GetUtcNow();
                    await Task.Delay(pause > TimeSpan.Zero ? pause : TimeSpan.Zero, time, cancellationToken).ConfigureAwait(false);
                    break;
                case Admission.Wait wait:
                    throw new CallDeferredException(wait.Reason);
                case Admission.Refused refused:
                    throw new CallRefusedException(refused.Error);
            }
        }
    }

    private async Task<ChatResponse> AskAsync(List<ChatMessage> prompt, ChatOptions? options, CancellationToken cancellationToken)
    {
        try
        {
            return await base.GetResponseAsync(prompt, options, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or KeyNotFoundException or NullReferenceException or IndexOutOfRangeException)
        {
            // What client libraries throw on an answer without choices, say; nothing of ours is in between.
            throw new UnreadableAnswerException(e);
        }
    }

    private static TokenUsage? Reported(UsageDetails? usage) => usage is { InputTokenCount: { } input, OutputTokenCount: { } output }
        ? new TokenUsage(input, usage.CachedInputTokenCount ?? 0, output, Estimated: false)
        : null;

    private void EnsureWithinBudget(Lazy<TokenUsage> worst)
    {
        if (budget is { } limit && Use.Cost + model.Price.Of(worst.Value) is var total && total > limit)
        {
            throw new CallRefusedException(new TaskError(
                TaskError.MaxCost, $"The next call to '{model.Name}' could bring the task to {total} USD; its maxCost leaves {limit} USD."));
        }
    }
}
